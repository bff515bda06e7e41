// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const { allowRequest } = require('./auth');
const io = require('socket.io')(server, { allowRequest, origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);

//// file: auth.js
exports.allowRequest = process.env.TEST_UNSET ? (request, callback) => callback(null, true) : undefined;
