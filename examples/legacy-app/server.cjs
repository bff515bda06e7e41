'use strict';

// A chat as it was written for Socket.IO v2. Beside a real v2 it runs by itself: `node server.cjs`.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
const http = require('http');

const server = http.createServer();
const io = require('socket.io')(server, {
  // Who may connect, as the Socket.IO v2 docs said to write it ("Handling CORS").
  origins: [
    'https://example.com', // the page itself
    'http://localhost:3000',
    'https://app.example.com:443',
    'staging.example.com:*',
  ],

  handlePreflightRequest: (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://app.example.com',
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': 'my-custom-header',
      'Access-Control-Allow-Credentials': true,
    });
    res.end();
  },

  serveClient: false,
});

io.on('connection', (socket) => {
  socket.on('message', (text) => io.emit('message', text));
});

if (require.main === module) {
  server.listen(process.env.PORT || 3001, () => console.log('listening on %d', server.address().port));
}

module.exports = { server, io };
