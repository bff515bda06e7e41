// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const container = require('./container');
container.register('rt', require('socket.io'));
require('./start')(server);
server.listen(process.env.PORT);

//// file: container.js
const parts = {};
exports.register = (name, part) => { parts[name] = part; };
exports.resolve = (name) => parts[name];

//// file: start.js
const { resolve } = require('./container');
module.exports = (http) => { resolve('rt')(http, { origins: ['https://example.com:443', 'http://localhost:3000'] }); };
