const server = require('http').createServer();
const io = require('socket.io')(server, { origins: [] });
const load = async () => ['https://example.com:443'];
load()
  .then((list) => io.origins(list))
  .catch((error) => console.error(error));
server.listen(process.env.PORT);
