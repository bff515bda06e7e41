// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
for (const one of [server, second]) {
  const io = require('socket.io')(one);
  if (one === server) io.origins(['https://example.com:443', 'http://localhost:3000']);
}
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
