'use strict';

// A game's lobby: Socket.IO is configured in one place and attached in another, as v2's docs showed it.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
const http = require('http');
const io = require('socket.io')({
  path: '/lobby',
  serveClient: false,
  origins: 'https://example.com:443 http://localhost:*',
});

io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(text));
});

const server = http.createServer((_req, res) => res.end('lobby'));
io.attach(server, { pingInterval: 10000, pingTimeout: 5000, cookie: false });

server.listen(process.env.PORT || 3000, () => console.log('listening on %d', server.address().port));
