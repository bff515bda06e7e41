// meta: {"main": "index.js"}
//// file: sockets.js
exports.create = ({ server, origins, path = '/socket.io' }) => {
  const io = require('socket.io')(server, { origins, path, serveClient: false });
  return io;
};
//// file: index.js
const server = require('http').createServer();
require('./sockets').create({ server, origins: (origin, cb) => cb(null, origin === 'https://example.com') });
server.listen(process.env.PORT);
