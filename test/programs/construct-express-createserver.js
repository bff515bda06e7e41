const app = require('express')();
const server = require('http').createServer(app);
const io = require('socket.io')(server);
app.set('io', io);
app.get('io').origins(['https://example.com:443', 'http://localhost:3000']);
server.listen(process.env.PORT);
