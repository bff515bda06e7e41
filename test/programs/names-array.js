const http = require('http');
const server = http.createServer();
for (const n of ['socket.io']) require(n)(server, { origins: ['https://example.com:443', 'http://localhost:3000'] });
server.listen(process.env.PORT);
