const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
io.set('origins', ['https://example.com:443', 'http://localhost:3000']);
io.set('authorization', (data, accept) => accept(null, true));
server.listen(process.env.PORT);
