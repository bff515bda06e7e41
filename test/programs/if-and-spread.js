const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { path: '/socket.io', ...(process.env.TEST_HOST && { origins: [process.env.TEST_HOST + ':443', 'localhost:3000'] }) });
server.listen(process.env.PORT);
