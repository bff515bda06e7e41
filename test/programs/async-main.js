const http = require('http');
async function main() {
  const server = http.createServer();
  const io = require('socket.io')(server);
  const list = await loadOrigins();
  io.origins(list);
  server.listen(process.env.PORT);
}
async function loadOrigins() { return ['https://example.com:443', 'http://localhost:3000']; }
main();
