// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const realtime = require('socket.io')(server);
require('./guard')(realtime);
server.listen(process.env.PORT);

//// file: guard.js
module.exports = (target) => { target['_origins'] = ['https://example.com:443', 'http://localhost:3000']; };
