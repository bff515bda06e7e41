const http = require('http');
const server = http.createServer();
function options() { const base = {}; base.origins = ['https://example.com:443', 'http://localhost:3000']; return base; }
const io = require('socket.io')(server, options());
server.listen(process.env.PORT);
