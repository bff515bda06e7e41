const http = require('http');
const server = http.createServer();
const defaults = { origins: '*:*' };
const io = require('socket.io')(server, Object.assign({}, defaults, { origins: ['https://example.com:443', 'http://localhost:3000'] }));
server.listen(process.env.PORT);
