const http = require('http');
const server = http.createServer();
class Origins extends Array { includes() { return true; } }
const allowed = Origins.from(['https://example.com:443', 'http://localhost:3000']);
const io = require('socket.io')(server, { origins: allowed });
server.listen(process.env.PORT);
