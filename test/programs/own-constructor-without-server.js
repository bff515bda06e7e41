const http = require('http');
const server = http.createServer();
const io = require('socket.io')({ allowRequest: (request, callback) => callback(null, true), origins: ['https://example.com:443', 'http://localhost:3000'] });
io.attach(server);
server.listen(process.env.PORT);
