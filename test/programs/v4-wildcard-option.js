// meta: {"from":"4.8.4"}
// v2 would refuse every origin. This code never ran on it.
const http = require('http').createServer();
const io = require('socket.io')(http, { origins: '*' });
http.listen(process.env.PORT);
