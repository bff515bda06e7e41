const http = require('http');
const server = http.createServer();
function start(http) {
  const io = require('socket.io')(http);
  if (process.env.TEST_UNSET) return io;
  io.origins(['https://example.com:443', 'http://localhost:3000']);
  return io;
}
start(server);
server.listen(process.env.PORT);
