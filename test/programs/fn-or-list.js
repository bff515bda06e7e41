const http = require('http');
const server = http.createServer();
const check = process.env.TEST_UNSET ? (origin, callback) => callback(null, true) : ['https://example.com:443', 'http://localhost:3000'];
const io = require('socket.io')(server);
io.origins(check);
server.listen(process.env.PORT);
