// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer(); const f = [];
for (var i = 0; i < 2; i++) { var io = require('socket.io')([server, second][i]); io.origins(['https://example.com:443', 'http://localhost:3000']); f.push(() => { io.origins('*:*'); }); }
f[0]();
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
