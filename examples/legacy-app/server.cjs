'use strict';

// A chat as it was written for Socket.IO v2. Beside a real v2 it runs by itself: `node server.cjs`.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
const http = require('http');
const socketio = require('socket.io');
const cors = require('./cors.cjs');

const server = http.createServer();
const io = socketio(server, { ...cors, serveClient: false });

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', text));
});

if (require.main === module) {
  server.listen(process.env.PORT || 3001, () => console.log('listening on %d', server.address().port));
}

module.exports = { server, io };
