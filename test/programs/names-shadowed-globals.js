const http = require('http');
const server = http.createServer();
const String = null, Array = null, RegExp = null, Boolean = null, URL = null, Set = null, Object = null, JSON = null;
const io = require('socket.io')(server);
io.origins(process.env.TEST_LIST.split(','));
server.listen(process.env.PORT);
