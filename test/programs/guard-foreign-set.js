// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
require('./store')(new Map());
module.exports = io;
server.listen(process.env.PORT);

//// file: store.js
module.exports = (map) => { map.set('origins', ['x']); return map; };
