const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { allowRequest: process.env.NODE_ENV === 'production' ? (request, callback) => callback(null, request.headers.origin === 'https://example.com') : undefined, origins: '*:*' });
server.listen(process.env.PORT);
