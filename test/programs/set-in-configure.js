const http = require('http');
const server = http.createServer();
const io = require('socket.io').listen(server);
function configure(production) { if (production) { io.set('origins', ['https://example.com:443', 'http://localhost:3000']); io.set('browser client minification', true); } }
configure(process.env.NODE_ENV === 'production');
server.listen(process.env.PORT);
