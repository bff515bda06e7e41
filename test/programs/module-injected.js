// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
require('./start')(server, require('socket.io'));
server.listen(process.env.PORT);

//// file: start.js
module.exports = (http, transport) => transport(http, { origins: ['https://example.com:443', 'http://localhost:3000'] });
