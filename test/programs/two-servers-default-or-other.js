// meta: {"ports":2}
const http = require('http');
const socketio = require('socket.io');
const lobby = socketio(http.createServer().listen(process.env.PORT));
const rooms = [socketio(http.createServer().listen(process.env.PORT2))];
const close = (io = lobby) => io.origins(['https://example.com:443']);
close(rooms[0]);
