// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
let allowed = ['https://example.com:443', 'http://localhost:3000'];
const io = require('socket.io')(server, { origins: allowed });
setTimeout(() => { allowed = ['https://evil.example:443']; }, 20);
server.listen(process.env.PORT);
