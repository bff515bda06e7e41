const http = require('http');
const server = http.createServer();
const allowed = process.env.TEST_ORIGIN;
const io = require('socket.io')(server);
if (allowed) io.origins(allowed);
server.listen(process.env.PORT);
