const http = require('http');
const server = http.createServer();
const cfg = { list: '*:*' }; const start = () => { cfg.list = ['https://example.com:443', 'http://localhost:3000']; return server; };
const io = require('socket.io')(start());
io.origins(cfg.list);
server.listen(process.env.PORT);
