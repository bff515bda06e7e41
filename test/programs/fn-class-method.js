const http = require('http');
const server = http.createServer();
class Policy { constructor() { this.list = ['https://example.com']; } check(origin, callback) { callback(null, this.list.includes(origin)); } }
const policy = new Policy();
const io = require('socket.io')(server);
io.origins(policy.check.bind(policy));
server.listen(process.env.PORT);
