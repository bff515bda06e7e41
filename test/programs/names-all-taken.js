const http = require('http');
const server = http.createServer();
const allowedOrigins = [], isAllowed = 1, origin = 'x', headers = {}, callback = null, from = 0, allowRequest = 0, cors = 0, request = 1, origins = 2;
const io = require('socket.io')(server);
io.origins(process.env.TEST_LIST.split(','));
console.log(allowedOrigins, isAllowed, origin, headers, callback, from, allowRequest, cors, request, origins);
server.listen(process.env.PORT);
