// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const { rt } = require('./libs');
const hub = rt(server);
hub.origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);

//// file: libs.js
exports.rt = require('socket.io');
exports.fs = require('fs');
