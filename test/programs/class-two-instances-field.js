// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
class Chat {
  list = ['https://example.com:443'];
  constructor(http) { this.io = require('socket.io')(http); this.io.origins(this.list); }
}
const a = new Chat(server);
const b = new Chat(second);
b.list.push('https://evil.example:443');
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
