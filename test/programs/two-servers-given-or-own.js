const http = require('http');
const socketio = require('socket.io');
const server = http.createServer();
const rooms = new Map([['staff', socketio(server)]]);
const io = rooms.get('staff') || socketio(http.createServer());
io.origins(['https://example.com:443']);
server.listen(process.env.PORT);
