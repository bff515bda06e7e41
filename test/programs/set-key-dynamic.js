const http = require('http');
const server = http.createServer();
const keys = { o: 'origins' };
const io = require('socket.io')(server);
io.set(keys.o, ['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
