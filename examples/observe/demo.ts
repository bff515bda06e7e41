// A server of Socket.IO 2.5.1 without `origins`, which allows every page. It is observed while real clients connect; then the
// report says who they were, and which list to write.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReport } from '../../src/cli/report.js';
import { observe } from '../../src/observe/index.js';
import { connectClient } from '../demo/connect-client.js';

const socketIo = createRequire(import.meta.url)('socket.io-2.5');
const folder = mkdtempSync(join(tmpdir(), 'observe-demo-'));
const file = join(folder, 'handshakes.json');

const httpServer = createServer();
const io = socketIo(httpServer);
// The one line that is added to the app:
const observation = observe(io, { file, candidate: { origins: ['https://shop.example.com'] } });

await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
const { port } = httpServer.address() as AddressInfo;
const url = `http://127.0.0.1:${port}`;

const PAGES = [
  { origin: 'https://shop.example.com', visits: 5 },
  { origin: 'https://admin.example.com', visits: 2 },
  { origin: 'https://shop.examp1e.com', visits: 1 },
  { origin: 'http://192.168.1.20:8080', visits: 1 },
  { origin: 'null', visits: 1 },
];
for (const { origin, visits } of PAGES) {
  for (let visit = 0; visit < visits; visit++)
    await connectClient('2.5', url, visit % 2 === 0 ? 'polling' : 'websocket', origin);
}
// Requests that no client of Socket.IO makes in a page: a script of JSONP, and the preflight of a page with a header.
await sent('GET', '&j=0', { Referer: 'https://old.example.com/chat' });
await sent('OPTIONS', '', {
  Origin: 'https://shop.example.com',
  'Access-Control-Request-Headers': 'x-token',
});

observation.stop();
const { stdout, exitCode } = runReport([file], { format: 'text', color: process.stdout.isTTY });
console.log(`npx socket.io-cors-compat report handshakes.json (exit code ${exitCode})\n\n${stdout}`);
rmSync(folder, { recursive: true });
io.close();
httpServer.closeAllConnections();

function sent(method: string, query: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = `/socket.io/?EIO=3&transport=polling${query}`;
    get({ host: '127.0.0.1', port, path, method, headers }, (res) => res.resume().on('end', resolve)).on(
      'error',
      reject,
    );
  });
}
