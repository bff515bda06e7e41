const server = require('http').createServer();
class Chat {
  static create() {
    return new Chat();
  }
  listen(target) {
    this.io = require('socket.io')(target, { path: '/socket.io', origins: Chat.ORIGINS });
    this.io.on('connection', () => {});
    return this.io;
  }
}
Chat.ORIGINS = ['https://example.com:443', 'localhost:3000'];
const chat = Chat.create();
chat.listen(server);
server.listen(process.env.PORT);
