// A process that observes a server of 2.5.1 and counts one handshake. It reports the total, and waits for the message to exit.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { observe } from '../../../src/observe/index.js';
import { ask } from './ask.js';

const [file = '', origin = ''] = process.argv.slice(2);
const socketIo = createRequire(import.meta.url)('socket.io-2.5');
const httpServer = createServer();
const observation = observe(socketIo(httpServer, { serveClient: false }), { file, every: 10 });
httpServer.listen(0, '127.0.0.1', async () => {
  const { port } = httpServer.address() as AddressInfo;
  await ask(port, { transport: 'polling', eio: 3, headers: { Origin: origin } });
  process.send?.(observation.report().handshakes);
});
process.on('message', () => process.exit());
