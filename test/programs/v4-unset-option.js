// meta: {"from":"4.8.4"}
// On v2, every page could read if the variable is unset. On v4, none of another origin could.
const http = require('http').createServer();
const io = require('socket.io')(http, { origins: process.env.TEST_UNSET });
http.listen(process.env.PORT);
