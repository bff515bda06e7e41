const http = require('http');
const server = http.createServer();
const io = require('socket.io').listen(server).set('origins', ['https://example.com:443', 'http://localhost:3000']).set('transports', ['websocket', 'polling']);
server.listen(process.env.PORT);
