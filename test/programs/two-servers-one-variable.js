// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
let io = require('socket.io')(server);
io.origins(['https://example.com:443', 'http://localhost:3000']);
io = require('socket.io')(second);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
