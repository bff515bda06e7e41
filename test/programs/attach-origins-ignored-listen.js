const http = require('http');
const server = http.createServer();
const io = require('socket.io')({ origins: ['https://example.com:443', 'http://localhost:3000'] });
io.listen(server, { origins: '*:*' });
server.listen(process.env.PORT);
