const http = require('http');
const server = http.createServer();
class Chat {
  constructor(http) { this.make(http); this.io.origins(this.allowed()); }
  make(http) { this.io = require('socket.io')(http); }
  allowed() { return process.env.TEST_LIST.split(','); }
}
new Chat(server);
server.listen(process.env.PORT);
