const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
io.origins((origin, callback) => { if (!(origin === 'https://example.com')) return callback('origin not allowed', false); callback(null, true); });
server.listen(process.env.PORT);
