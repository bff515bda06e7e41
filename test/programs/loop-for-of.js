const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
for (const list of [['https://evil.example:443'], ['https://example.com:443', 'http://localhost:3000']]) io.origins(list);
server.listen(process.env.PORT);
