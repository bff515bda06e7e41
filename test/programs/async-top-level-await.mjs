import http from 'node:http';
import socketIo from 'socket.io';
const server = http.createServer();
const io = socketIo(server);
const list = await Promise.resolve(['https://example.com:443', 'http://localhost:3000']);
io.origins(list);
server.listen(process.env.PORT);
