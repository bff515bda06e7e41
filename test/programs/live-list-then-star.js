// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
const allowed = ['https://example.com:443'];
const io = require('socket.io')(server, { origins: allowed });
setTimeout(() => { allowed.push('*:*'); }, 20);
server.listen(process.env.PORT);
