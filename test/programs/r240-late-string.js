// meta: {"from":"2.4.0","args":["--semantics","exact"]}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: process.env.TEST_LIST });
setTimeout(() => io.origins(process.env.TEST_ORIGIN.replace(':443', '')), 20);
server.listen(process.env.PORT);
