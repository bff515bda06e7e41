import { type ChildProcess, fork } from 'node:child_process';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Server } from '../../../src/server/index.js';
import { ask } from '../parity/ask.js';
import type { RunningServer } from '../parity/servers.js';
import type { Instruction } from './cluster-program.js';
import { connect, ROUTES } from './connect.js';

const PROGRAM = fileURLToPath(new URL('cluster-program.ts', import.meta.url));
const FIRST = 'https://example.com';
const SECOND = 'https://example.org';
const FOREIGN = 'https://evil.example';

describe('two workers of a cluster', function () {
  this.timeout(30_000);
  let child: ChildProcess;
  let server: RunningServer;
  let codes: string[];

  const start = async (propagate: boolean) => {
    codes = [];
    child = fork(PROGRAM, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, PROPAGATE: propagate ? 'yes' : 'no', NODE_NO_WARNINGS: '1' },
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`exited with ${code}`)));
      child.on('message', (message: { port?: number; code?: string }) => {
        if (message.port !== undefined) resolve(message.port);
        if (message.code !== undefined) codes.push(message.code);
      });
    });
    const url = `http://127.0.0.1:${port}`;
    // Every request has a connection of its own, so that the primary distributes them in turn.
    server = { port, url, path: '/socket.io/', agent: new Agent(), close: async () => undefined };
  };
  const tell = (instruction: Instruction) => child.send(instruction);
  afterEach(() => {
    child.removeAllListeners('exit');
    child.disconnect();
  });

  /** The answers of both workers, three over each transport. */
  const verdicts = async (origin: string): Promise<boolean[]> => {
    const said = new Set<boolean>();
    for (const kind of ['polling', 'websocket'] as const) {
      for (let i = 0; i < 6; i++) said.add((await ask(server, { kind, eio: 4, origin })).admitted);
    }
    return [...said];
  };

  const eventually = async (check: () => Promise<boolean>) => {
    for (let i = 0; i < 50; i++) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('it did not happen');
  };

  it('decide alike, for clients of both generations', async () => {
    await start(false);
    for (const release of ['2.5', '4.8'] as const) {
      for (const route of ROUTES) {
        // The primary learns of a session after its client does, so an early request may go to the other worker.
        await eventually(
          async () => (await connect(release, server.url, route, { origin: FIRST })) === route,
        );
        for (let i = 0; i < 2; i++) {
          expect(await connect(release, server.url, route, { origin: FOREIGN })).to.equal('refused');
        }
      }
    }
    expect(await verdicts(FIRST)).to.deep.equal([true]);
    expect(await verdicts(FOREIGN)).to.deep.equal([false]);
  });

  it('keep their own origins by default', async () => {
    await start(false);
    tell({ origins: [`${SECOND}:443`] });
    await eventually(async () => (await verdicts(SECOND)).length === 2);
    expect((await verdicts(FIRST)).length).to.equal(2);
  });

  it('share a list with propagateOrigins', async () => {
    await start(true);
    tell({ origins: [`${SECOND}:443`] });
    await eventually(async () => (await verdicts(SECOND)).join() === 'true');
    expect(await verdicts(FIRST)).to.deep.equal([false]);
    expect(await verdicts(FOREIGN)).to.deep.equal([false]);
  });

  it('do not share a function, and say so', async () => {
    await start(true);
    tell({ functionFor: SECOND });
    await eventually(async () => codes.includes('ORIGINS_NOT_PROPAGATED'));
    expect((await verdicts(SECOND)).length).to.equal(2);
    expect((await verdicts(FIRST)).length).to.equal(2);
  });
});

describe('origins that another node sends', () => {
  it('change nothing if they cannot be read', () => {
    const codes: string[] = [];
    const io = Server({
      origins: ['https://example.com:443'],
      corsCompat: { propagateOrigins: true, onWarning: ({ code }) => void codes.push(code) },
    });
    const main = io.sockets as unknown as { _onServerSideEmit(args: unknown[]): void };
    main._onServerSideEmit(['socket.io-cors-compat:origins', 443]);
    expect(codes).to.include('PROPAGATED_ORIGINS_UNREADABLE');
    expect(io.origins()).to.deep.equal(['https://example.com:443']);
    main._onServerSideEmit(['socket.io-cors-compat:origins', ['https://example.org:443']]);
    expect(io.origins()).to.deep.equal(['https://example.org:443']);
  });
});
