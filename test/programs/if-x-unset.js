const http = require('http');
const server = http.createServer();
const allowed = process.env.TEST_UNSET;
const io = require('socket.io')(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
if (allowed) io.origins(allowed);
server.listen(process.env.PORT);
