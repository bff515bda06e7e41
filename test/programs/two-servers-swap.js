// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
let a = require('socket.io')(server);
let b = require('socket.io')(second);
[a, b] = [b, a];
a.origins(['https://evil.example:443']);
b.origins(['https://example.com:443', 'http://localhost:3000']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
