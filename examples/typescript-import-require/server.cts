// A chat in TypeScript, from the time when CommonJS modules were imported in this way.
// biome-ignore lint/style/useNodejsImportProtocol: the Nodes of that time knew no such protocol
import http = require('http');
import socketIo = require('socket.io');

class Chat {
  readonly server = http.createServer();
  private readonly io = socketIo(this.server, {
    origins: ['https://example.com:443', 'https://example.org:443'],
    handlePreflightRequest: (req, res) => {
      res.writeHead(200, {
        'Access-Control-Allow-Origin': req.headers.origin || '*',
        'Access-Control-Allow-Headers': 'x-token',
        'Access-Control-Allow-Credentials': 'true',
      });
      res.end();
    },
  });

  constructor() {
    this.io.on('connection', (socket) => {
      socket.on('echo', (text: string, answer: (text: string) => void) => answer(text));
    });
  }
}

const { server } = new Chat();
server.listen(process.env.PORT || 3000, () => {
  const address = server.address();
  console.log('listening on %d', typeof address === 'object' && address !== null ? address.port : address);
});
