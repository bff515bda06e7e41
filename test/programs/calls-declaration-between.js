const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
function helper(value) { return value * 2; }
io.origins(['https://example.com:443', 'http://localhost:3000']);
helper(2);
server.listen(process.env.PORT);
