// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
const options = { origins: ['https://example.com:443', 'http://localhost:3000'] };
const a = require('socket.io')(server, options);
const b = require('socket.io')(second, options);
b.origins(['https://evil.example:443']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
