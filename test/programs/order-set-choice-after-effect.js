const http = require('http');
const server = http.createServer();
let open = true; const start = () => { open = false; return server; };
const io = require('socket.io').listen(start());
io.set('origins', open ? '*:*' : ['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
