// meta: {"main":"main.mjs"}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.mjs
import { start } from './io.mjs';
import './guard.mjs';
start();

//// file: io.mjs
import http from 'node:http';
import socketIo from 'socket.io';
const server = http.createServer();
export const hub = socketIo(server);
export const start = () => server.listen(process.env.PORT);

//// file: guard.mjs
import { hub as wire } from './io.mjs';
wire.origins(['https://example.com:443', 'http://localhost:3000']);
