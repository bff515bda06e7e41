const http = require('http');
const server = http.createServer();
const config = { list: '*:*' };
const shared = {
  get path() {
    config.list = ['https://example.com:443', 'http://localhost:3000'];
    return '/socket.io';
  },
};
require('socket.io')(server, { ...shared, origins: config.list });
server.listen(process.env.PORT);
