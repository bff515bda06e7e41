const http = require('http');
const server = http.createServer();
const args = [server, { origins: ['https://example.com:443', 'http://localhost:3000'] }];
const io = require('socket.io')(...args);
server.listen(process.env.PORT);
