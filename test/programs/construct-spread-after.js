const http = require('http');
const server = http.createServer();
const overrides = { origins: ['https://example.com:443', 'http://localhost:3000'] };
const io = require('socket.io')(server, { origins: '*:*', ...overrides });
server.listen(process.env.PORT);
