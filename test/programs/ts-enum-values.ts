import * as http from 'http';
const server = http.createServer();
enum Origin { Main = 'https://example.com:443', Dev = 'http://localhost:3000' }
const io: any = require('socket.io')(server);
io.origins(Object.values(Origin));
server.listen(process.env.PORT);
