const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
switch (process.env.NODE_ENV) {
  case 'production': io.origins(['https://example.com:443', 'http://localhost:3000']);
  default: io.on('connection', () => {});
}
server.listen(process.env.PORT);
