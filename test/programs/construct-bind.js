const http = require('http');
const server = http.createServer();
const make = require('socket.io').bind(null, server);
const io = make({ origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
