const http = require('http');
const server = http.createServer();
class Realtime {
  static start(http) { Realtime.io = require('socket.io')(http); Realtime.io.origins(['https://example.com:443', 'http://localhost:3000']); return Realtime; }
}
Realtime.start(server);
server.listen(process.env.PORT);
