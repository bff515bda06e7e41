const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server); if (process.env.NODE_ENV) { io.origins(['https://example.com:443', 'http://localhost:3000']); } else { io.origins('*:*'); }
server.listen(process.env.PORT);
