// Runs on every Node that `./observe` supports, with Socket.IO 2.5.1: observes a server with a list while one page on the
// list and another page connect. Prints the counts, and exits by itself.
const http = require('http');
const socketIo = require('socket.io-2');
const { translateCors } = require('socket.io-cors-compat');
const { observe } = require('socket.io-cors-compat/observe');

const httpServer = http.createServer();
const io = socketIo(httpServer, { origins: ['https://example.com:443'] });
const observation = observe(io, {
  file: 'handshakes.json',
  candidate: { origins: (_origin, answer) => answer(null, true) },
});

function handshake(port, origin) {
  return new Promise((resolve) => {
    const path = '/socket.io/?EIO=3&transport=polling';
    http.get({ host: '127.0.0.1', port, path, headers: { origin } }, (res) =>
      res.resume().on('end', resolve),
    );
  });
}

httpServer.listen(0, '127.0.0.1', async () => {
  const { port } = httpServer.address();
  for (const origin of ['https://example.com', 'https://evil.example']) await handshake(port, origin);
  await new Promise(setImmediate);
  const { server, origins, suggestion } = observation.stop();
  const counted = origins.map(({ admitted, refused, translated, candidate }) =>
    [admitted, refused, translated.admitted, candidate.admitted].join(' '),
  );
  // A plain object, because the handler does not read the request.
  const { cors } = translateCors({
    origins: suggestion.origins,
    handlePreflightRequest(_request, response) {
      const headers = {
        'Access-Control-Allow-Origin': 'https://example.com',
        'Access-Control-Allow-Headers': 'my-custom-header',
        'Access-Control-Allow-Credentials': true,
      };
      response.writeHead(200, headers);
      response.end();
    },
  }).options;
  console.log(`${server.release}: ${counted.join(', ')}; ${cors.origin}`);
  process.exit();
});
