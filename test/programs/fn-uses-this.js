const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: function (origin, callback) { callback(null, this !== undefined && origin === 'https://example.com'); } });
server.listen(process.env.PORT);
