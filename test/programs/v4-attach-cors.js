// meta: {"from":"4.8.4"}
// v4 uses the cors of attach(), and ignores the origins of the constructor.
const http = require('http').createServer();
const { Server } = require('socket.io');
const io = new Server({ origins: ['https://example.com:443'] });
io.attach(http, { cors: { origin: 'http://localhost:3000' } });
http.listen(process.env.PORT);
