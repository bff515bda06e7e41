const http = require('http');
const server = http.createServer();
const options = { cors: { origin: '*' } };
Object.assign(options, { origins: ['https://example.com:443', 'http://localhost:3000'] });
require('socket.io')(server, options);
server.listen(process.env.PORT);
