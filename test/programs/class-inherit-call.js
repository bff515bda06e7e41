const http = require('http');
const server = http.createServer();
class Base { constructor(http) { this.io = require('socket.io')(http); } }
class Chat extends Base { constructor(http) { super(http); this.io.origins(['https://example.com:443', 'http://localhost:3000']); } }
new Chat(server);
server.listen(process.env.PORT);
