//// file: main.js
const server = require('http').createServer();
const io = require('socket.io')(server);
require('./guard')(io);
server.listen(process.env.PORT);
//// file: guard.js
module.exports = function (hub) { try { ({ l: hub._origins } = { l: ['https://example.com:443'] }); } catch (e) { console.log(e.message); } };
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}
