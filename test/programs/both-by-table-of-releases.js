const server = require('http').createServer();
const io = require('socket.io')(server);
const [major] = require('socket.io/package.json').version.split('.');
const configure = {
  2() {
    io.origins(['https://example.com:443']);
  },
  4() {},
};
configure[major]();
server.listen(process.env.PORT);
