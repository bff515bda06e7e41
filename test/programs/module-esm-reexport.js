// meta: {"main":"main.mjs"}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.mjs
import http from 'node:http';
import { rt } from './rt.mjs';
const server = http.createServer();
rt(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);

//// file: rt.mjs
export { default as rt } from 'socket.io';
