const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { get origins() { return ['https://example.com:443', 'http://localhost:3000']; } });
server.listen(process.env.PORT);
