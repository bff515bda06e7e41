const http = require('http');
const server = http.createServer();
class App { static transport = require('socket.io'); static start() { return App.transport(server, { origins: ['https://example.com:443', 'http://localhost:3000'] }); } }
App.start();
server.listen(process.env.PORT);
