import { expect } from 'chai';
import { run } from '../../../src/cli/run.js';
import { type Listening, v2, v4 } from '../doctor/servers.js';

const PAGE = 'https://example.com';

async function command(args: readonly string[], isTTY = false) {
  const out = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write: (text: string) => {
      out[name] += text;
    },
  });
  const exitCode = await run(args, { cwd: '/', stdout: stream('stdout'), stderr: stream('stderr') });
  return { ...out, exitCode };
}

const doctorCommand = (args: readonly string[]) => command(['doctor', ...args]);
const compareCommand = (args: readonly string[]) => command(['compare', ...args]);

describe('socketio-cors doctor and compare', () => {
  let old: Listening;
  let successor: Listening;
  before(async () => {
    old = await v2({ origins: [`${PAGE}:443`] });
    successor = await v4({ cors: { origin: [PAGE], credentials: true } });
  });
  after(() => Promise.all([old?.close(), successor?.close()]));

  it('ask for the given origins, with the given headers, and print the given format', async () => {
    const { stdout, exitCode } = await doctorCommand([
      ...[successor.url, '--origin', PAGE, '--header', 'my-custom-header', '--format', 'json'],
    ]);
    const report = JSON.parse(stdout);
    expect(exitCode).to.equal(1);
    expect(report.url).to.equal(`${successor.url}/socket.io/`);
    expect(report.results.map(({ origin }: { origin: string }) => origin)).to.include(PAGE);
    const preflight = report.results.find(({ request }: { request: string }) => request === 'preflight');
    expect(preflight.needed).to.be.true;
    const codes = report.diagnoses.map(({ code }: { code: string }) => code);
    expect(codes).to.include('WEBSOCKET_OPEN_TO_ANY_ORIGIN');
  });

  it('ask with or without credentials, and at a path', async () => {
    const open = await v4({ cors: { origin: '*' }, path: '/chat' });
    try {
      const ask = (...options: string[]) => doctorCommand([open.url, '--path', '/chat', ...options]);
      expect((await ask('--origin', PAGE)).stdout).to.include('CORSNotSupportingCredentials');
      expect((await ask('--origin', PAGE, '--no-credentials')).stdout).to.not.include('CORSNot');
    } finally {
      await open.close();
    }
  });

  it('compare two servers', async () => {
    const { stdout, exitCode } = await compareCommand([old.url, successor.url, '--origin', PAGE]);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(
      /foreign\.example +WebSocket +blocked +allowed +opens +WEBSOCKET_OPEN_TO_ANY_ORIGIN/,
    );
    const same = await compareCommand([old.url, old.url, '--origin', PAGE]);
    expect(same).to.deep.include({ exitCode: 0 });
    expect(same.stdout).to.include('No difference.');
  });

  it('exit with 3 for invalid arguments', async () => {
    for (const [args, named] of [
      [['doctor', successor.url, '--nope'], '--nope'],
      [['doctor'], 'url'],
      [['doctor', 'localhost'], 'localhost'],
      [['doctor', successor.url, '--origin', 'example.com'], 'example.com'],
      [['compare', successor.url], 'newUrl'],
      [['compare', successor.url, successor.url, '--format', 'sarif'], '--format'],
    ] as const) {
      const { stdout, stderr, exitCode } = await command(args);
      expect({ stdout, exitCode }, args.join(' ')).to.deep.equal({ stdout: '', exitCode: 3 });
      expect(stderr).to.include(named);
    }
  });

  it('print colours on a terminal', async () => {
    const isColourful = !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    const { stdout } = await command(['doctor', successor.url, '--origin', PAGE], true);
    expect(stdout.includes('\x1b[')).to.equal(isColourful);
  });

  it('exit with 3 if no server answers', async () => {
    expect((await doctorCommand(['http://127.0.0.1:1'])).exitCode).to.equal(3);
  });
});
