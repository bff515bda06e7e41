// meta: {"wait":300}
const http = require('http');
const server = http.createServer();
const allowed = process.env.TEST_LIST.split(',');
const io = require('socket.io')(server, { origins: allowed });
setTimeout(() => allowed.push('https://later.example:443'), 20);
server.listen(process.env.PORT);
