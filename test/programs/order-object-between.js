// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
const loaded = { env: require('./env').config() };
io.origins(process.env.MY_ORIGINS || '*:*');
server.listen(process.env.PORT);

//// file: env.js
exports.config = () => { process.env.MY_ORIGINS = 'https://example.com:443 http://localhost:3000'; };
