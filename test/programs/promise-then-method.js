// meta: {"wait":200}
const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
Promise.resolve(['https://example.com:443', 'http://localhost:3000']).then(io.origins.bind(io));
server.listen(process.env.PORT);
