const http = require('http');
const server = http.createServer();
const start = (io) => io.on('connection', () => {});
start(require('socket.io')(server).origins(['https://example.com:443', 'http://localhost:3000']));
server.listen(process.env.PORT);
