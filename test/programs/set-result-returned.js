// meta: {"ports": 2}
const http = require('http');
const socketIo = require('socket.io');

class Chat {
  constructor(port) {
    this.http = http.createServer();
    this.io = socketIo(this.http, { origins: [] });
    this.port = port;
  }
  restrict(list) {
    return this.io.set('origins', list);
  }
}

const load = (...hosts) => Promise.resolve(hosts.map((host) => `https://${host}:443`));
const open = (port, ...hosts) => {
  const chat = new Chat(port);
  load(...hosts)
    .then((list) => chat.restrict(list))
    .then((io) => io.on('connection', () => {}))
    .then(() => chat.http.listen(port));
};
open(process.env.PORT, 'example.com', 'later.example');
open(process.env.PORT2, 'other.example');
