const http = require('http');
const server = http.createServer();
function start() { const io = require('socket.io')(server); return io.origins(['https://example.com:443', 'http://localhost:3000']); }
start();
server.listen(process.env.PORT);
