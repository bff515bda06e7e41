// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
const create = (http, origins) => require('socket.io')(http, { origins });
create(server, ['https://example.com:443', 'http://localhost:3000']);
create(second, ['https://evil.example:443']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
