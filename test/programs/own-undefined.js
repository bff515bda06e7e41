const http = require('http');
const server = http.createServer();
let allowRequest;
if (process.env.TEST_UNSET) allowRequest = (request, callback) => callback(null, true);
const io = require('socket.io')(server, { allowRequest, origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
