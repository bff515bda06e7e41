// meta: {"from":"4.5.0"}
import http from 'node:http';
import { Server } from 'socket.io';
const server = http.createServer();
new Server(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
