const http = require('http');
const server = http.createServer();
class Chat {
  constructor(http) { this._io = require('socket.io')(http); }
  get io() { return this._io; }
}
const chat = new Chat(server);
chat.io.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
