// meta: {"from":"2.0.4","wait":200}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
setTimeout(() => io.origins(['example.com:443']), 20);
server.listen(process.env.PORT);
