const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { allowRequest(request, callback) { callback(null, this.clientsCount < 1000 && request.headers.origin === 'https://example.com'); } });
server.listen(process.env.PORT);
