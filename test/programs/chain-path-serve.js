// meta: {"path":"/realtime"}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')().path('/realtime').serveClient(false).origins(['https://example.com:443', 'http://localhost:3000']).attach(server);
server.listen(process.env.PORT);
