import * as http from 'http';
const server = http.createServer();
const ORIGINS: ReadonlyArray<string> = ['https://example.com:443', 'http://localhost:3000'];
const io: any = require('socket.io')(server);
io.origins(ORIGINS as string[]);
server.listen(process.env.PORT);
