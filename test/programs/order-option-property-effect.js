const http = require('http');
const server = http.createServer();
let allowed = '*:*';
const io = require('socket.io')(server, { path: (allowed = ['https://example.com:443', 'http://localhost:3000'], '/socket.io'), origins: allowed });
server.listen(process.env.PORT);
