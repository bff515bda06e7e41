const http = require('http');
const server = http.createServer();
const io = require('socket.io')({ pingTimeout: 1, transports: ['xhr-polling'] }).listen(server, { pingTimeout: 60000 });
io.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
