// Driven on every Node that the runtime entries promise: a translated server and the drop-in one are started, and asked
// by a client on the list and by one that is not. Prints what became of them, and exits by itself.
const http = require('node:http');
const { Server } = require('socket.io');
const { io: connect } = require('socket.io-client');
const { translateCors } = require('socket.io-cors-compat');
const dropIn = require('socket.io-cors-compat/server');

const ORIGINS = ['https://example.com:443'];

const servers = {
  translated: (httpServer) => new Server(httpServer, translateCors({ origins: ORIGINS }).options),
  'drop-in': (httpServer) => dropIn(httpServer, { origins: ORIGINS }),
};

function asked(port, origin, transport) {
  return new Promise((resolve) => {
    const socket = connect(`http://127.0.0.1:${port}`, {
      transports: [transport],
      extraHeaders: { Origin: origin },
      reconnection: false,
    });
    const settle = (answer) => {
      socket.close();
      resolve(answer);
    };
    socket.on('connect', () => settle('in'));
    socket.on('connect_error', () => settle('refused'));
  });
}

async function drive(name) {
  const httpServer = http.createServer();
  const io = servers[name](httpServer);
  await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address();
  const answers = [];
  for (const origin of ['https://example.com', 'https://evil.example'])
    for (const transport of ['polling', 'websocket']) answers.push(await asked(port, origin, transport));
  io.close();
  console.log(`${name}: ${answers.join(' ')}`);
}

drive('translated')
  .then(() => drive('drop-in'))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
