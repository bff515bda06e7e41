const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
const settings = { origins: ['https://example.com:443', 'http://localhost:3000'], 'heartbeat timeout': 20000 };
for (const key in settings) io.set(key, settings[key]);
server.listen(process.env.PORT);
