// meta: {"main": "index.js"}
//// file: config.js
const list = ['https://example.com'];
module.exports = { socket: { options: { path: '/socket.io' }, origins(origin, cb) { cb(null, list.includes(origin)); } } };
//// file: index.js
const config = require('./config');
const server = require('http').createServer();
const io = require('socket.io')(server, { path: config.socket.options.path, origins: config.socket.origins });
server.listen(process.env.PORT);
