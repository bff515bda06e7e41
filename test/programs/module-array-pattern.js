const http = require('http');
const server = http.createServer();
const [, transport] = [require('fs'), require('socket.io')];
transport(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
