import { createServer } from 'node:http';
import * as chat from 'socket.io';

const server = createServer();
chat.default.listen(server, { origins: ['https://example.com:443'] });
server.listen(process.env.PORT);
