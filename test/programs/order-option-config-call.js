// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const config = require('./config');
const io = require('socket.io')(server, { path: config.path(), origins: config.origins() });
server.listen(process.env.PORT);

//// file: config.js
let step = 0;
exports.path = () => { step++; return '/socket.io'; };
exports.origins = () => (step === 1 ? ['https://example.com:443', 'http://localhost:3000'] : '*:*');
