const http = require('http');
const server = http.createServer();
const options = { transports: ['polling'] };
const io = require('socket.io')(options);
io.origins(['https://example.com:443', 'http://localhost:3000']);
io.attach(server, options);
server.listen(process.env.PORT);
