const server = require('http').createServer();
let io;
(io = require('socket.io')(server, { origins: ['https://example.com:443'] })).set('log level', 1);
io.on('connection', (socket) => socket.emit('hello'));
server.listen(process.env.PORT);
