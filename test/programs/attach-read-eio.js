const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
console.log(io.eio.clientsCount);
server.listen(process.env.PORT);
