const server = require('http').createServer();
class Lobby {
  constructor(http, options = {}) {
    this.io = options.io || require('socket.io')(http, { origins: ['https://example.com:443'] });
    this.io.set('heartbeat timeout', 30000);
    this.io.on('connection', () => {});
  }
}
new Lobby(server);
server.listen(process.env.PORT);
