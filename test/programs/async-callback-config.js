// meta: {"wait":200}
const http = require('http');
const server = http.createServer();
const load = (callback) => setImmediate(callback, null, { origins: ['https://example.com:443', 'http://localhost:3000'] });
const io = require('socket.io')(server);
load((error, config) => { if (error) throw error; io.origins(config.origins); });
server.listen(process.env.PORT);
