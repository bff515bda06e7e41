const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['null:80', 'https://example.com:443'] });
server.listen(process.env.PORT);
