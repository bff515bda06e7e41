// meta: {"from":"4.5.0"}
const http = require('http');
const server = http.createServer();
const { Server } = require('socket.io');
const io = new Server(server, { cors: { origin: ['example.com', 'localhost:3000'] } });
server.listen(process.env.PORT);
