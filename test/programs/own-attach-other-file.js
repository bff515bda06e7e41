// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const { io } = require('./app');
io.attach(server, { allowRequest: (request, callback) => callback(null, request.headers.origin === 'https://example.com') });
server.listen(process.env.PORT);

//// file: app.js
exports.io = require('socket.io')({ origins: '*:*' });
