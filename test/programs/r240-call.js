// meta: {"from":"2.4.0"}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
if (process.env.NODE_ENV) io.origins(['https://example.com', 'http://localhost:3000']);
server.listen(process.env.PORT);
