//// file: main.js
const http = require('http');
const server = http.createServer();
const LIST = ['https://example.com:443', 'http://localhost:3000'];
const LATER = (req, cb) => cb(null, req.headers.origin === 'https://later.example');
require('./other').attach(server, require('./opts'));
server.listen(process.env.PORT);
//// file: other.js
const LIST = ['https://example.com:443', 'http://localhost:3000'];
const LATER = (req, cb) => cb(null, req.headers.origin === 'https://later.example');
module.exports = require('socket.io')({ origins: LIST });
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}
//// file: opts.js
module.exports = { allowRequest: (req, cb) => cb(null, req.headers.origin === 'https://later.example') };

