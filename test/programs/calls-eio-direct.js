const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: '*:*' });
io.eio.allowRequest = (request, callback) => callback(null, request.headers.origin === 'https://example.com');
server.listen(process.env.PORT);
