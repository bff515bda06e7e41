// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const config = require('./config');
const io = require('socket.io')(server);
io.set('origins', config.get('origins'));
server.listen(process.env.PORT);

//// file: config.js
const values = { origins: ['https://example.com:443', 'http://localhost:3000'] };
exports.get = (name) => values[name];
