const http = require('http');
const server = http.createServer();
const { EventEmitter } = require('events');
class App extends EventEmitter {
  constructor(http) { super(); this.on('ready', () => this.io.origins(['https://example.com:443', 'http://localhost:3000'])); this.io = require('socket.io')(http); this.emit('ready'); }
}
new App(server);
server.listen(process.env.PORT);
