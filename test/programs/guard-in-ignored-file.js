//// file: main.js
const server = require('http').createServer();
const io = require('socket.io')(server);
require('./local')(io);
server.listen(process.env.PORT);
//// file: .gitignore
local.js
//// file: local.js
module.exports = (x) => { x._origins = ['https://example.com:443']; };
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

