const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
try { io.origins(JSON.parse(process.env.TEST_UNSET)); } catch { io.origins(['https://example.com:443', 'http://localhost:3000']); }
server.listen(process.env.PORT);
