// meta: {"from":"4.8.4"}
const http = require('http').createServer();
const io = require('socket.io')(http, { cors: { origin: [/^https:\/\/example\.com$/g, 'http://localhost:3000/'] } });
http.listen(process.env.PORT);
