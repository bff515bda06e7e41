const http = require('http');
const server = http.createServer();
let count = 0;
const next = () => [['https://evil.example:443'], ['https://example.com:443', 'http://localhost:3000']][count++];
const io = require('socket.io')(server);
next();
io.origins(next());
server.listen(process.env.PORT);
