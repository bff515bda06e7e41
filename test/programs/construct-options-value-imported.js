// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const { socket } = require('./config');
const io = require('socket.io')(server, { origins: socket.origins });
server.listen(process.env.PORT);

//// file: config.js
exports.socket = { origins: ['https://example.com:443', 'http://localhost:3000'] };
