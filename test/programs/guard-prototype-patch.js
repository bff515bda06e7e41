// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
require('./guard');
const io = require('socket.io')(server);
server.listen(process.env.PORT);

//// file: guard.js
const Server = require('socket.io');
Server.prototype.checkRequest = function (request, callback) { callback(null, request.headers.origin === 'https://example.com'); };
