// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
function makeServer(http) {
  const io = require('socket.io')(http);
  return { allow: (list) => io.origins(list) };
}
const a = makeServer(server), b = makeServer(second);
a.allow(['https://example.com:443', 'http://localhost:3000']);
b.allow(['https://evil.example:443']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
