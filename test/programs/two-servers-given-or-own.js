// meta: {"ports":2}
const http = require('http');
const socketio = require('socket.io');
const rooms = new Map([['staff', socketio(http.createServer().listen(process.env.PORT2))]]);
const io = rooms.get('staff') || socketio(http.createServer().listen(process.env.PORT));
io.origins(['https://example.com:443']);
