// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
class A { start(s) { this.io = require('socket.io')(s); return this; } secure(l) { this.io.origins(l); return this; } }
const a = new A(); a.start(second).secure(['https://example.com:443', 'http://localhost:3000']); a.start(server);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
