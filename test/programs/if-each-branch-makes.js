const http = require('http');
const server = http.createServer();
let io;
if (process.env.NODE_ENV === 'production') { io = require('socket.io')(server); io.origins(['https://example.com:443', 'http://localhost:3000']); }
else { io = require('socket.io')(server); io.origins('*:*'); }
server.listen(process.env.PORT);
