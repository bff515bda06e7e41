// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
let round = 0;
setInterval(() => { io.origins(round++ % 1 === 0 ? ['https://example.com:443', 'http://localhost:3000'] : '*:*'); }, 30);
server.listen(process.env.PORT);
