// meta: {"wait":300}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const allowed = require('./allowed');
const io = require('socket.io')(server, { origins: allowed });
setTimeout(() => require('./revoke')(), 20);
server.listen(process.env.PORT);

//// file: allowed.js
module.exports = ['https://example.com:443', 'http://localhost:3000'];

//// file: revoke.js
const allowed = require('./allowed');
module.exports = () => { allowed.length = 0; };
