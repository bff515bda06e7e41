'use strict';

// A log viewer without an HTTP server of its own: the port comes from the environment, as a string.
const io = require('socket.io')(process.env.PORT || '3000');

io.set('origins', ['https://example.com:443', 'admin.example.com:*']);
io.set('heartbeat timeout', 8000);

io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(text));
});

io.httpServer.on('listening', () => console.log('listening on %d', io.httpServer.address().port));
