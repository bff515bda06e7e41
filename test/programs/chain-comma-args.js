const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server), secured = io.origins(['https://example.com:443', 'http://localhost:3000']), sockets = secured.sockets;
sockets.on('connection', () => {});
server.listen(process.env.PORT);
