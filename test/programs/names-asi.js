const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server)
io.origins(['https://example.com:443', 'http://localhost:3000'])
;[1, 2].forEach(() => {})
server.listen(process.env.PORT);
