const http = require('http');
const server = http.createServer();
var io = require('socket.io')(server)
if (process.env.NODE_ENV === 'production') {
	io.origins(['https://example.com:443', 'http://localhost:3000'])
}
server.listen(process.env.PORT);
