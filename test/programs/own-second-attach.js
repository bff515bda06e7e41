// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
const io = require('socket.io')(server, { allowRequest: (request, callback) => callback(null, request.headers.origin === 'https://example.com') });
io.origins(['https://example.com:443', 'http://localhost:3000']);
io.attach(second);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
