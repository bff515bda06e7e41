// meta: {"from":"4.5.0"}
const http = require('http');
const server = http.createServer();
const { Server } = require('socket.io');
const io = new Server(server, { handlePreflightRequest: (req, res) => { res.writeHead(200, { 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': true }); res.end(); } });
server.listen(process.env.PORT);
