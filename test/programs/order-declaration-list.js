const http = require('http');
const server = http.createServer();
const cfg = { list: '*:*' }; const effect = () => { cfg.list = ['https://example.com:443', 'http://localhost:3000']; return true; };
const x = effect(), io = require('socket.io')(server, { origins: cfg.list });
server.listen(process.env.PORT);
