// meta: {"from":"2.4.0","args":["--semantics","exact"],"ports":2}
const http = require('http');
const server = http.createServer();
const other = http.createServer();
const start = (at) => require('socket.io')(at, { origins: process.env.TEST_LIST.split(',') });
start(server);
require('socket.io')(other, { origins: process.env.TEST_UNSET });
server.listen(process.env.PORT);
other.listen(process.env.PORT2);
