const http = require('http');
const server = http.createServer();
const cfg = { list: '*:*' }; const effect = () => { cfg.list = ['https://example.com:443', 'http://localhost:3000']; return true; };
require('socket.io')().path(effect() && '/socket.io').attach(server).origins(cfg.list);
server.listen(process.env.PORT);
