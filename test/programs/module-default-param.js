const http = require('http');
const server = http.createServer();
function start(http, socketio = require('socket.io')) { return socketio(http, { origins: ['https://example.com:443', 'http://localhost:3000'] }); }
start(server);
server.listen(process.env.PORT);
