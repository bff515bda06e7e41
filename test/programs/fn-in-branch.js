const http = require('http');
const server = http.createServer();
const io = require('socket.io')(server);
if (process.env.NODE_ENV === 'production') io.origins((origin, callback) => callback(null, origin === 'https://example.com'));
else io.origins('*:*');
server.listen(process.env.PORT);
