const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443'] });
io.origins(io.origins().concat('http://localhost:3000'));
server.listen(process.env.PORT);
