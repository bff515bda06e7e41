const http = require('http');
const server = http.createServer();
const LIST = ['https://example.com:443', 'http://localhost:3000'];
const LATER = (req, cb) => cb(null, req.headers.origin === 'https://later.example');
const lib = require('socket.io');
const io = lib.Server ? new lib.Server(server, { cors: { origin: '*' } }) : lib(server, { origins: LIST });
server.listen(process.env.PORT);
