// meta: {"from":"4.8.4"}
const http = require('http').createServer();
const { Server } = require('socket.io');
const io = new Server({ cors: { origin: 'https://example.com' } });
io.attach(http, { origins: ['https://example.com:443'], pingTimeout: 9000 });
http.listen(process.env.PORT);
