const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: (origin, callback) => { const { hostname } = new URL(origin); callback(null, hostname === 'example.com'); } });
server.listen(process.env.PORT);
