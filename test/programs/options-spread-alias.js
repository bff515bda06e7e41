const http = require('http');
const server = http.createServer();
const shared = { pingTimeout: 5000 };
const same = shared;
same.origins = ['https://example.com:443', 'http://localhost:3000'];
require('socket.io')(server, { ...shared });
server.listen(process.env.PORT);
