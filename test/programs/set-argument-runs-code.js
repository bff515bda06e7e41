const server = require('http').createServer();
const io = require('socket.io')(server);
let allowed = '*:*';
function restrict() {
  allowed = ['https://example.com:443'];
  return 1;
}
io.set('log level', restrict());
io.origins(allowed);
server.listen(process.env.PORT);
