//// file: main.js
const server = require('http').createServer();
const io = require('socket.io')(server);
require('./shared/guard')(io);
server.listen(process.env.PORT);
//// file: shared/package.json
{"name":"shared","version":"1.0.0"}
//// file: shared/guard.js
module.exports = (x) => { try { x.origins(['https://example.com:443']); } catch (e) { console.log(e); } };
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

