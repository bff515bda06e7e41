// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(require('./srv')(server));
io.origins(process.env.LIST_X ? process.env.LIST_X.split(' ') : '*:*');
server.listen(process.env.PORT);

//// file: srv.js
process.env.LIST_X = 'https://example.com:443 http://localhost:3000'; module.exports = (s) => s;
