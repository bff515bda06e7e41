const http = require('http');
const server = http.createServer();
const whitelist = ['https://example.com', 'http://localhost:3000'];
const corsOptions = { origin: (origin, callback) => (whitelist.indexOf(origin) !== -1 ? callback(null, true) : callback(new Error('Not allowed by CORS'))) };
const io = require('socket.io')(server);
io.origins(corsOptions.origin);
server.listen(process.env.PORT);
