const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443', '*:*'] });
server.listen(process.env.PORT);
