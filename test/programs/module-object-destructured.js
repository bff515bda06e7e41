const http = require('http');
const server = http.createServer();
const deps = { transport: require('socket.io') };
const { transport: make } = deps;
make(server).origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
