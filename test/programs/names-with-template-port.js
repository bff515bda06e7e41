const http = require('http');
const server = http.createServer();
const port = 3000;
const io = require('socket.io')(server, { origins: `http://localhost:${port}` });
server.listen(process.env.PORT);
