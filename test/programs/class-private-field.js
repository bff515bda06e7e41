const http = require('http');
const server = http.createServer();
class Chat {
  #io;
  constructor(http) { this.#io = require('socket.io')(http); this.#configure(); }
  #configure() { this.#io.origins(['https://example.com:443', 'http://localhost:3000']); }
}
new Chat(server);
server.listen(process.env.PORT);
