const http = require('http');
const server = http.createServer();
const options = { path: '/socket.io' };
options.__proto__ = { origins: ['https://example.com:443', 'http://localhost:3000'] };
const io = require('socket.io')(server, options);
server.listen(process.env.PORT);
