// meta: {"main": "server.js"}
//// file: server.js
const { handlePreflightRequest } = require('./preflight');
const server = require('http').createServer();
const io = require('socket.io')(server, { handlePreflightRequest, origins: ['https://example.com:443'] });
server.listen(process.env.PORT);
//// file: preflight.js
exports.handlePreflightRequest = (req, res) => {
  res.writeHead(200, {
    'Access-Control-Allow-Origin': req.headers.origin,
    'Access-Control-Allow-Headers': 'my-custom-header',
    'Access-Control-Allow-Credentials': true,
  });
  res.end();
};
