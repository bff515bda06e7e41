const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { cors: false });
if (process.env.TEST_ORIGIN) io.origins(process.env.TEST_ORIGIN);
server.listen(process.env.PORT);
