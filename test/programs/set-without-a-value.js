const server = require('http').createServer();
const io = require('socket.io').listen(server, { origins: ['https://example.com:443'] });
io.set('origins');
server.listen(process.env.PORT);
