// meta: {"from":"4.8.4"}
// v4 never calls it.
const http = require('http').createServer();
const io = require('socket.io')(http, { cors: { origin: 'https://example.com' } });
io.engine.allowRequest = (request, callback) => callback(null, request.headers.origin === 'https://example.com');
http.listen(process.env.PORT);
