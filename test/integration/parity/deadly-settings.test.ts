import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { mapLimited } from './map-limited.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The settings as source text, and how the process that has them ends at its first request. */
const DEADLY = [
  ['{ origins: true }', 'TypeError'],
  ['{ origins: 42 }', 'TypeError'],
  ['{ origins: {} }', 'TypeError'],
  ['{ origins: /example/ }', 'TypeError'],
  ['{ originsCalls: [undefined] }', 'TypeError'],
  ['{ origins: () => { throw new Error("deadly") } }', 'deadly'],
  ['{ origins: async () => { throw new Error("deadly") } }', 'deadly'],
  ['{ handlePreflightRequest: () => { throw new Error("deadly") } }', 'deadly'],
  ['{ handlePreflightRequest: (server, req, res) => { res.end() } }', 'TypeError'],
  ['{ origins: ["example.com:*"] }', 'alive'],
] as const;

/** Starts the server, sends one handshake and one preflight, and says that it outlived them. */
const program = (release: string, settings: string) => `
  const http = require('http');
  const { originsCalls = [], ...options } = ${settings};
  const server = http.createServer().listen(0, '127.0.0.1', async () => {
    const path = '/socket.io/?EIO=3&transport=polling';
    for (const method of ['GET', 'OPTIONS']) {
      await new Promise((resolve) => {
        const req = http.request({ port: server.address().port, host: '127.0.0.1', path, method, headers: { Origin: 'https://example.com' } }, (res) => res.resume().on('end', resolve));
        req.on('error', resolve).end();
      });
    }
    console.error('alive');
    process.exit(1);
  });
  const io = require('socket.io-${release}')(server, { ...options, serveClient: false });
  originsCalls.forEach((value) => io.origins(value));
`;

describe('facts: settings that end a v2 process', function () {
  this.timeout(30_000);

  for (const release of ['2.0', '2.5']) {
    it(`socket.io ${release} dies of them at the first request`, async () => {
      const ends = await mapLimited(DEADLY, 2, ([settings]) => endOf(program(release, settings)));
      expect(ends.map((end, i) => [DEADLY[i]?.[0], end.includes(DEADLY[i]?.[1] ?? '-')])).to.deep.equal(
        DEADLY.map(([settings]) => [settings, true]),
        ends.join('\n'),
      );
    });
  }
});

async function endOf(source: string): Promise<string> {
  try {
    await run(process.execPath, ['--no-deprecation', '-e', source], { cwd: root, timeout: 10_000 });
    return 'ended without a word';
  } catch (error) {
    return String((error as { stderr?: string }).stderr);
  }
}
