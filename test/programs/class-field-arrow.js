const http = require('http');
const server = http.createServer();
class Chat {
  io = require('socket.io')(server);
  restrict = () => { this.io.origins(['https://example.com:443', 'http://localhost:3000']); };
}
const chat = new Chat();
chat.restrict();
server.listen(process.env.PORT);
