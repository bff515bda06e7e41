const server = require('http').createServer();
function start() {
  const io = require('socket.io')(server);
  io.on('connection', () => {});
  io.origins(allowed.split(' '));
}
let allowed = 'https://example.com:443';
start();
allowed = '*:*';
server.listen(process.env.PORT);
