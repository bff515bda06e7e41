const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server, { origins: ['https://example.com:443', 'http://localhost:3000'], handlePreflightRequest(req, res) { const ok = req.headers.origin === 'https://example.com'; res.writeHead(ok ? 200 : 403, ok ? { 'Access-Control-Allow-Origin': req.headers.origin } : {}); res.end(); } });
server.listen(process.env.PORT);
