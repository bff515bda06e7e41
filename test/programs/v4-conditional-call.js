// meta: {"from":"4.8.4"}
const http = require('http').createServer();
const io = require('socket.io')(http);
if (process.env.NODE_ENV !== 'production') io.origins(['https://example.com:443']);
http.listen(process.env.PORT);
