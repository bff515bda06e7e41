const http = require('http');
const server = http.createServer();
const io = require('socket.io')({ handlePreflightRequest: (request, response) => { response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }); response.end(); }, origins: ['https://example.com:443', 'http://localhost:3000'] });
io.attach(server);
server.listen(process.env.PORT);
