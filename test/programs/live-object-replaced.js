// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
const config = { origins: ['https://example.com:443', 'http://localhost:3000'] };
const io = require('socket.io')(server, config);
setTimeout(() => { config.origins = ['https://evil.example:443']; }, 20);
server.listen(process.env.PORT);
