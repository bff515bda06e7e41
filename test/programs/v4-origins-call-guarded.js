// meta: {"from":"4.5.0"}
const http = require('http');
const server = http.createServer();
const { Server } = require('socket.io');
const io = new Server(server, { cors: { origin: 'https://example.com' } });
if (typeof io.origins === 'function') io.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
