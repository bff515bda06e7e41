import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type ObservationReport, observe } from '../../../src/observe/index.js';
import { ask } from './ask.js';
import { close, construct, portOf } from './servers.js';

const PROGRAM = fileURLToPath(new URL('totals-program.ts', import.meta.url));

describe('the file of an observation', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'observe-'));
    file = join(folder, 'handshakes.json');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a process that counts one handshake, and gives how many there are then. */
  const start = async (origin: string) => {
    const child = fork(PROGRAM, [file, origin], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    const [handshakes] = await once(child, 'message');
    return { child, handshakes: handshakes as number };
  };
  const end = async (child: ChildProcess, how: 'exits' | 'crashes') => {
    const gone = once(child, 'exit');
    if (how === 'exits') child.send('exit');
    else child.kill('SIGKILL');
    await gone;
  };
  const totals = (name = 'handshakes.json') =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')) as ObservationReport;
  const origins = (name?: string) => totals(name).origins.map(({ origin }) => origin);

  it('is written when the process exits, and continued by the next one', async () => {
    const first = await start('https://one.example');
    await end(first.child, 'exits');
    const { since } = totals();
    expect(origins()).to.deep.equal(['https://one.example']);
    expect(readdirSync(folder)).to.deep.equal(['handshakes.json']);
    const second = await start('https://two.example');
    expect(second.handshakes).to.equal(2);
    await end(second.child, 'exits');
    expect(origins()).to.deep.equal(['https://one.example', 'https://two.example']);
    expect(totals()).to.include({ since, handshakes: 2 });
  });

  it('is written from time to time, so that a crash costs little, and taken over afterwards', async () => {
    const first = await start('https://one.example');
    while (!existsSync(file) || totals().handshakes === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await end(first.child, 'crashes');
    expect((await start('https://two.example')).handshakes).to.equal(2);
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).to.deep.equal(['handshakes.json']);
  });

  it('is not written if the meter throws at the start', () => {
    const meter = {
      createCounter() {
        throw new Error('no such instrument');
      },
    };
    const listeners = process.listenerCount('exit');
    expect(() => observe(construct('4.8.4')(), { file, meter })).to.throw('no such instrument');
    expect(readdirSync(folder)).to.deep.equal([]);
    expect(process.listenerCount('exit')).to.equal(listeners);
  });

  it('costs one listener for the exit of the process, however many servers are observed', () => {
    const listeners = process.listenerCount('exit');
    const observations = Array.from({ length: 12 }, () => observe(construct('2.5.1')(), { file }));
    expect(process.listenerCount('exit')).to.equal(listeners + 1);
    for (const observation of observations) observation.stop();
    expect(process.listenerCount('exit')).to.equal(listeners);
  });

  it('is one of each live process, even if several start at once', async () => {
    const names = ['handshakes.json', 'handshakes-2.json', 'handshakes-3.json'];
    const started = await Promise.all(names.map((_, number) => start(`https://page-${number}.example`)));
    expect(started.map(({ handshakes }) => handshakes)).to.deep.equal([1, 1, 1]);
    await Promise.all(started.map(({ child }) => end(child, 'exits')));
    expect(readdirSync(folder).sort()).to.deep.equal([...names].sort());
    expect(names.flatMap(origins).sort()).to.deep.equal(
      names.map((_, number) => `https://page-${number}.example`),
    );
  });

  it('is continued without the decisions of other candidate settings', async () => {
    const counted = async (origins: string[]) => {
      const io = construct('2.5.1')(createServer(), { serveClient: false });
      const observation = observe(io, { file, candidate: { origins } });
      await ask(await portOf(io), { transport: 'polling', eio: 3, headers: { Origin: 'https://a.example' } });
      const report = observation.stop();
      await close(io);
      return report;
    };
    await counted(['https://other.example']);
    expect(await counted(['https://other.example'])).to.include({ handshakes: 2, candidateDifferences: 2 });
    const changed = await counted(['https://a.example']);
    expect(changed).to.include({ handshakes: 3, candidateDifferences: 0 });
    expect(changed.origins[0]?.candidate).to.deep.equal({ admitted: 1, refused: 0 });
  });

  it('keeps no address, cookie, path or query of a request', async () => {
    const io = construct('2.5.1')(createServer(), { serveClient: false });
    const observation = observe(io, { file });
    const headers = [
      {
        Origin: 'https://user:hidden@a.example/hidden?hidden#hidden',
        Cookie: 'hidden=1',
        Authorization: 'hidden',
      },
      { Referer: 'https://user:hidden@a.example/hidden?hidden=1', 'X-Forwarded-For': 'hidden' },
      { Origin: 'hidden and no origin' },
    ];
    const port = await portOf(io);
    for (const each of headers)
      await ask(port, {
        transport: 'polling',
        eio: 3,
        headers: each as Record<string, string>,
        query: '&token=hidden',
      });
    const report = observation.stop();
    await close(io);
    expect(report.origins.map(({ origin }) => origin)).to.deep.equal([
      'https://a.example',
      'https://a.example',
      '(not an origin)',
    ]);
    expect(JSON.stringify(report) + readFileSync(file, 'utf8')).not.to.match(/hidden|127\.0\.0\.1/);
  });
});
