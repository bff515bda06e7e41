// meta: {}
//// file: package.json
{"name":"x","version":"1.0.0","dependencies":{"socket.io":"2.5.1"}}

//// file: main.js
const http = require('http');
const server = http.createServer();
const app = require('./app');
app.io.attach(server);
server.listen(process.env.PORT);

//// file: app.js
const app = require('express')();
app.io = require('socket.io')();
require('./guard')(app);
module.exports = app;

//// file: guard.js
module.exports = (app) => { app.io.origins(['https://example.com:443', 'http://localhost:3000']); };
