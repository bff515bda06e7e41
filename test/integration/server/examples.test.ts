import { type ChildProcess, spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ask } from '../parity/ask.js';
import { callerOf } from '../parity/caller-of.js';
import type { RunningServer } from '../parity/servers.js';
import { type ClientRelease, connect, ROUTES } from './connect.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PRELOADED = fileURLToPath(new URL('redirect-socket-io.cjs', import.meta.url));
const SOCKET_IO = { v2: 'socket.io-2.5', 'drop-in': `${ROOT}src/server/commonjs.cts` };

const PROGRAMS = [
  { file: 'express-listen/server.cjs', path: '/socket.io/' },
  { file: 'options-then-attach/server.cjs', path: '/lobby/' },
  { file: 'port-as-string/server.cjs', path: '/socket.io/' },
  { file: 'typescript-import-require/server.cts', path: '/socket.io/' },
];

/** Settings of the v2 docs, whose first origin v2 refused. These programs do not listen themselves. */
const DOCUMENTED = ['legacy-app/server.cjs', 'options-in-another-module/server.cjs'];
const LISTEN = `
  io.on('connection', (socket) => socket.on('echo', (text, answer) => answer(text)));
  server.listen(0, '127.0.0.1', () => console.log('listening on %d', server.address().port));
`;

const CALLERS = [
  'https://example.com',
  'https://example.org',
  'http://admin.example.com:8080',
  'http://localhost:3000',
  'https://evil.example',
  'null',
  'Referer: https://example.com/page',
  '-',
];

describe('a legacy program, of which only require() changes', function () {
  this.timeout(30_000);
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill();
  });

  /** Runs a program in a process of its own, until it prints its port. */
  const run = (file: string, socketIo: string, path: string, more = '') =>
    new Promise<RunningServer>((resolve, reject) => {
      // Through require(): as the main file, Node 20 does not take a .cts from tsx.
      const program = `const { server, io } = require('./examples/${file}'); ${more}`;
      const args = ['--require', 'tsx/cjs', '--require', PRELOADED, '--eval', program];
      const env = { ...process.env, PORT: '0', SOCKET_IO: socketIo, NODE_NO_WARNINGS: '1' };
      const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      let errors = '';
      child.stderr.on('data', (text) => {
        errors += text;
      });
      child.on('exit', (code) => reject(new Error(`exited with ${code}: ${errors}`)));
      child.stdout.on('data', (text) => {
        const port = Number(/listening on (\d+)/.exec(String(text))?.[1]);
        const url = `http://127.0.0.1:${port}`;
        resolve({ port, path, url, agent: new Agent(), close: async () => undefined });
      });
    });

  const outcomes = async (server: RunningServer, release: ClientRelease, callers = CALLERS) => {
    const found: Record<string, unknown> = {};
    for (const name of callers) {
      const caller = callerOf(name);
      const answers = await Promise.all(
        ROUTES.map((route) => connect(release, server.url, route, caller, server.path)),
      );
      found[name] = answers.join(' ');
    }
    return found;
  };

  /** Preflights with a session id. Those of handshakes are tested with the translation. */
  const preflights = async (server: RunningServer) => {
    const question = { kind: 'preflight', eio: 3, method: 'GET', headerNames: ['x-shop'] } as const;
    const answers = await Promise.all(CALLERS.map((name) => ask(server, { ...question, ...callerOf(name) })));
    return answers.map(({ status, headers, body }) => ({ status, headers, body }));
  };

  for (const { file, path } of PROGRAMS) {
    it(`serves both generations of clients as on v2: examples/${file}`, async () => {
      const [v2, dropIn] = await Promise.all([
        run(file, SOCKET_IO.v2, path),
        run(file, SOCKET_IO['drop-in'], path),
      ]);
      const expected = await outcomes(v2, '2.5');
      expect(expected['https://example.com']).to.equal('polling websocket upgrade');
      expect(expected['https://evil.example']).to.equal('refused refused refused');
      expect(await outcomes(dropIn, '2.5'), 'v2 clients').to.deep.equal(expected);
      expect(await outcomes(dropIn, '4.8'), 'v4 clients').to.deep.equal(expected);
      const isAnswered = file.startsWith('express') || file.startsWith('typescript');
      if (isAnswered) expect(await preflights(dropIn)).to.deep.equal(await preflights(v2));
    });
  }

  for (const file of DOCUMENTED) {
    it(`serves the clients that v2 served, and the page of its docs: examples/${file}`, async () => {
      const [v2, dropIn] = await Promise.all([
        run(file, SOCKET_IO.v2, '/socket.io/', LISTEN),
        run(file, SOCKET_IO['drop-in'], '/socket.io/', LISTEN),
      ]);
      const callers = [...CALLERS, 'https://app.example.com', 'http://staging.example.com:8080'];
      const before = await outcomes(v2, '2.5', callers);
      const all = 'polling websocket upgrade';
      expect(before).to.include({
        'https://example.com': 'refused refused refused',
        'https://app.example.com': all,
        'http://staging.example.com:8080': all,
        'https://evil.example': 'refused refused refused',
      });
      const expected = { ...before, 'https://example.com': all, 'Referer: https://example.com/page': all };
      expect(await outcomes(dropIn, '2.5', callers), 'v2 clients').to.deep.equal(expected);
      expect(await outcomes(dropIn, '4.8', callers), 'v4 clients').to.deep.equal(expected);
      expect(await preflights(dropIn)).to.deep.equal(await preflights(v2));
    });
  }
});
