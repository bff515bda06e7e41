// meta: {"wait":200}
const http = require('http');
const server = http.createServer();
function Chat(http) {
  var self = this;
  self.io = require('socket.io')(http);
  process.nextTick(function () { self.io.origins(['https://example.com:443', 'http://localhost:3000']); });
}
new Chat(server);
server.listen(process.env.PORT);
