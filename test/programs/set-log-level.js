const http = require('http');
const server = http.createServer();
const io = require('socket.io').listen(server);
io.set('log level', 1);
io.set('origins', ['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
