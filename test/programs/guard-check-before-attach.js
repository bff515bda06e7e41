// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const realtime = require('socket.io')();
require('./guard')(realtime);
realtime.attach(server);
server.listen(process.env.PORT);

//// file: guard.js
module.exports = (y) => { y.checkRequest = (request, callback) => callback(null, request.headers.origin === 'https://example.com'); };
