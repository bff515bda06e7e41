const http = require('http');
const server = http.createServer();
let n = 1; const next = () => { n--; return server; };
const io = require('socket.io')(next());
io.origins(n ? '*:*' : ['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
