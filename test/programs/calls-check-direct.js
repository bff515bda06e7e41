const http = require('http');
const server = http.createServer();
const io = require('socket.io')();
io.checkRequest = (request, callback) => callback(null, request.headers.origin === 'https://example.com');
io.attach(server);
server.listen(process.env.PORT);
