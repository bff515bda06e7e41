const http = require('http');
const server = http.createServer();
const lookup = async (origin) => { if (origin !== 'https://example.com') throw new Error('unknown'); return true; };
const io = require('socket.io')(server, { origins: (origin, callback) => { lookup(origin).then(() => callback(null, true), (error) => callback(error.message, false)); } });
server.listen(process.env.PORT);
