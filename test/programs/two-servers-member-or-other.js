// meta: {"ports":2}
const http = require('http');
const socketio = require('socket.io');
const lobby = socketio(http.createServer().listen(process.env.PORT));
const rooms = new Map([['staff', socketio(http.createServer().listen(process.env.PORT2))]]);
class Doorman {
  constructor(options) {
    this.io = options.io || lobby;
  }
  close() {
    this.io.origins(['https://example.com:443']);
  }
}
new Doorman({ io: rooms.get('staff') }).close();
