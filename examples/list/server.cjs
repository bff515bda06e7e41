const { createServer } = require('node:http');

const httpServer = createServer();
const io = require('socket.io')(httpServer, {
  origins: ['https://example.com:443'],
});

io.on('connection', (socket) => socket.emit('hello'));
httpServer.listen(3000);
