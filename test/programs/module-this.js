const http = require('http');
const server = http.createServer();
class App { constructor() { this.transport = require('socket.io'); } start() { this.hub = this.transport(server); this.hub.origins(['https://example.com:443', 'http://localhost:3000']); } }
new App().start();
server.listen(process.env.PORT);
