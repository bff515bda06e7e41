const http = require('http');
const server = http.createServer();
const seen = new Map();
const io = require('socket.io')(server);
io.origins((origin, callback) => { seen.set(origin, (seen.get(origin) || 0) + 1); callback(null, origin === 'https://example.com' && seen.get(origin) % 1 === 0); });
server.listen(process.env.PORT);
