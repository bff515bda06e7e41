import http from 'node:http';
const server = http.createServer();
const { default: socketIo } = await import('socket.io');
const io = socketIo(server);
io.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
