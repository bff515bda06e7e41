// Keeps the servers of programs on this machine: `listen(port)` means `listen(port, '127.0.0.1')`.
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  if (typeof args[0] !== 'object' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1');
  return listen.apply(this, args);
};
