// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
class Chat {
  constructor(http, list) { this.io = require('socket.io')(http); if (list) this.io.origins(list); }
}
new Chat(server, ['https://example.com:443', 'http://localhost:3000']);
new Chat(second, ['https://evil.example:443']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
