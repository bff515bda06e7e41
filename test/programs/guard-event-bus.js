// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const bus = require('./bus');
require('./guard');
bus.emit('server', require('socket.io')(server));
server.listen(process.env.PORT);

//// file: bus.js
module.exports = new (require('events'))();

//// file: guard.js
require('./bus').on('server', (it) => it.origins(['https://example.com:443', 'http://localhost:3000']));
