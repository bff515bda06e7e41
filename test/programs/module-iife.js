const http = require('http');
const server = http.createServer();
(function (engine) { engine(server, { origins: ['https://example.com:443', 'http://localhost:3000'] }); })(require('socket.io'));
server.listen(process.env.PORT);
