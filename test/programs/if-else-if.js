const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
const env = process.env.NODE_ENV;
if (env === 'test') { io.origins('*:*'); }
else if (env === 'production') { io.origins(['https://example.com:443', 'http://localhost:3000']); }
else { io.origins(['localhost:*']); }
server.listen(process.env.PORT);
