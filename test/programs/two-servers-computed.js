// meta: {"ports":2}
const http = require('http');
const server = http.createServer();
const second = http.createServer();
const ios = { main: require('socket.io')(server), other: require('socket.io')(second) };
for (const name of Object.keys(ios)) ios[name].origins(name === 'main' ? ['https://example.com:443', 'http://localhost:3000'] : ['https://evil.example:443']);
second.listen(process.env.PORT2);
server.listen(process.env.PORT);
