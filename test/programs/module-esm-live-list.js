// meta: {"main":"main.mjs","wait":300}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.mjs
import http from 'node:http';
import socketIo from 'socket.io';
import { allowed, revoke } from './allowed.mjs';
const server = http.createServer();
socketIo(server, { origins: allowed });
setTimeout(revoke, 20);
server.listen(process.env.PORT);

//// file: allowed.mjs
export const allowed = ['https://example.com:443', 'http://localhost:3000'];
export function revoke() { allowed.pop(); }
