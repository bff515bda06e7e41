const http = require('http');
const server = http.createServer();
function makeServer(http) {
  const io = require('socket.io')(http);
  return { io, allow: (list) => { io.origins(list); } };
}
const { allow } = makeServer(server);
allow(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
