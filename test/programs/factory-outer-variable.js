// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
let io;
function make(http) { io = require('socket.io')(http); io.origins(http === server ? ['https://example.com:443', 'http://localhost:3000'] : ['https://evil.example:443']); }
make(server);
make(second);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
