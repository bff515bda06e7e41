import { expect } from 'chai';
import { compareCommand } from '../../src/cli/compare.js';
import { doctorCommand } from '../../src/cli/doctor.js';
import { type Listening, v2, v4 } from '../integration/doctor/servers.js';

const PAGE = 'https://example.com';

describe('socketio-cors doctor and compare', () => {
  let old: Listening;
  let successor: Listening;
  before(async () => {
    old = await v2({ origins: [`${PAGE}:443`] });
    successor = await v4({ cors: { origin: [PAGE], credentials: true } });
  });
  after(() => Promise.all([old?.close(), successor?.close()]));

  it('ask in the name of the origins, with the headers, and print as told', async () => {
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

  it('hold two servers side by side', async () => {
    const { stdout, exitCode } = await compareCommand([old.url, successor.url, '--origin', PAGE]);
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(
      /foreign\.example +WebSocket +blocked +allowed +opens +WEBSOCKET_OPEN_TO_ANY_ORIGIN/,
    );
    const same = await compareCommand([old.url, old.url, '--origin', PAGE]);
    expect(same).to.deep.include({ exitCode: 0 });
    expect(same.stdout).to.include('No difference.');
  });

  it('give 3 and every problem where they cannot be run so', async () => {
    const asked = await doctorCommand([
      'localhost',
      '--origin',
      'example.com',
      '--header',
      'Cookie',
      '--nope',
    ]);
    expect(asked).to.deep.include({ stdout: '', exitCode: 3 });
    const lines = asked.stderr.trimEnd().split('\n');
    ['--nope', '"localhost"', '"example.com"', '"Cookie"', 'doctor --help'].forEach((name, index) => {
      expect(lines[index]).to.include(name);
    });
    expect(lines).to.have.length(5);
    const compared = await compareCommand(['localhost', '--format', 'sarif']);
    expect(compared.exitCode).to.equal(3);
    expect(compared.stderr.trimEnd().split('\n')).to.have.length(4);
  });

  it('give 3 where nobody answers', async () => {
    expect((await doctorCommand(['http://127.0.0.1:1'])).exitCode).to.equal(3);
  });

  it('explain themselves', async () => {
    for (const command of [doctorCommand, compareCommand]) {
      const { stdout, stderr, exitCode } = await command(['-h']);
      expect({ stderr, exitCode }).to.deep.equal({ stderr: '', exitCode: 0 });
      for (const option of ['--origin', '--header', '--no-credentials', '--path', '--format', '--help'])
        expect(stdout).to.include(option);
    }
  });
});
