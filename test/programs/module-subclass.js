const http = require('http');
const server = http.createServer();
class Chat extends require('socket.io') { constructor(http) { super(http); this.origins(['https://example.com:443', 'http://localhost:3000']); } }
new Chat(server);
server.listen(process.env.PORT);
