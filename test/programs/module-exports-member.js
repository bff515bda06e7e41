const http = require('http');
const server = http.createServer();
exports.transport = require('socket.io');
const hub = exports.transport(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
