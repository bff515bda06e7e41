const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
io.origins(function () { arguments[1](null, arguments[0] === 'https://example.com'); });
server.listen(process.env.PORT);
