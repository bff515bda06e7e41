const http = require('http');
const server = http.createServer();
const LIST = ['https://example.com:443', 'http://localhost:3000'];
require('socket.io')(server, { origins: LIST, allowRequest: check });
var check = (req, cb) => cb(null, true);
server.listen(process.env.PORT);
