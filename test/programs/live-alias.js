// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
const allowed = ['https://example.com:443', 'http://localhost:3000'];
const config = { cors: allowed };
const io = require('socket.io')(server, { origins: allowed });
setTimeout(() => { config.cors.length = 0; }, 20);
server.listen(process.env.PORT);
