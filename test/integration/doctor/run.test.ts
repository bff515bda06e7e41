import { expect } from 'chai';
import { runCompare, runDoctor } from '../../../src/doctor/run.js';
import { type Listening, raw, v4 } from './servers.js';

const ORIGIN = 'https://a.com';
type AllowRequest = (
  request: { headers: Record<string, string> },
  callback: (error: null, ok: boolean) => void,
) => void;
const guarded: { cors: object; allowRequest: AllowRequest } = {
  cors: { origin: [ORIGIN], credentials: true },
  allowRequest: ({ headers }, callback) =>
    callback(null, `${headers.origin ?? headers.referer}/`.startsWith(`${ORIGIN}/`)),
};

/** Never calls back for other origins. */
const onlyListed: AllowRequest = ({ headers }, callback) => {
  if (headers.origin === ORIGIN) callback(null, true);
};

describe('doctor, as a command,', () => {
  let listening: Listening;
  const start = async (server: Promise<Listening>) => {
    listening = await server;
    return listening.url;
  };
  afterEach(() => listening?.close());

  it('prints the JSON of the contract', async () => {
    const url = await start(v4(guarded));
    const { stdout, stderr, exitCode } = await runDoctor({ url, origins: [ORIGIN], format: 'json' });
    const report = JSON.parse(stdout);
    expect([stderr, exitCode]).to.deep.equal(['', 0]);
    expect(report).to.have.all.keys('url', 'reachable', 'protocols', 'results', 'diagnoses');
    expect([report.url, report.reachable, report.protocols]).to.deep.equal([
      `${url}/socket.io/`,
      true,
      { eio3: false, eio4: true },
    ]);
    expect(report.results[0]).to.deep.equal({
      origin: ORIGIN,
      role: 'asked',
      request: 'polling-get',
      eio: [4],
      status: 200,
      verdict: 'allowed',
      reason: null,
      needed: true,
    });
    expect(report.diagnoses[0]).to.have.all.keys('code', 'severity', 'message', 'remedy', 'docs');
    expect(report.diagnoses.map(({ code }: { code: string }) => code)).to.deep.equal(['EIO3_UNSUPPORTED']);
  });

  it('exits with 1 if pages are locked out or strangers can connect', async () => {
    const url = await start(v4({ cors: { origin: [ORIGIN] } }));
    expect((await runDoctor({ url, origins: [ORIGIN] })).exitCode).to.equal(1);
    expect((await runDoctor({ url, origins: [ORIGIN], credentials: false })).stdout).to.include(
      'WEBSOCKET_OPEN_TO_ANY_ORIGIN',
    );
  });

  it('exits with 1 if the server decides the requests of listed pages only, and compare with 3', async () => {
    const url = await start(v4({ ...guarded, allowRequest: onlyListed }));
    const { stdout, exitCode } = await runDoctor({ url, origins: [ORIGIN], timeout: 300 });
    expect(exitCode).to.equal(1);
    expect(stdout).to.include('FOREIGN_ORIGINS_NOT_TESTED').and.not.to.include('Other websites are refused');
    const compared = await runCompare({ oldUrl: url, newUrl: url, origins: [ORIGIN], timeout: 300 });
    expect(compared.exitCode).to.equal(3);
  });

  it('exits with 0 and a warning if any page may read without cookies, and with 1 if WebSockets carry them', async () => {
    const url = await start(v4({ cors: { origin: '*' } }));
    const without = await runDoctor({ url, origins: [ORIGIN], credentials: false });
    expect(without.stdout).to.include('warning  ANY_ORIGIN_ADMITTED').and.not.include('danger');
    expect(without.exitCode).to.equal(0);
    const carried = await runDoctor({ url, origins: [url] });
    expect(carried.stdout).to.include('danger  WEBSOCKET_OPEN_TO_ANY_ORIGIN');
    expect(carried.exitCode).to.equal(1);
  });

  it('begins with the most severe, and names only the first few of many pages', async () => {
    const url = await start(v4({}));
    const origins = Array.from({ length: 40 }, (_, index) => `https://p${index}.example`);
    const { stdout } = await runDoctor({ url, origins });
    const severities = stdout.match(/^(?:danger|warning|info)(?= {2})/gm);
    expect(severities).to.deep.equal(['danger', 'danger', 'danger', 'info']);
    // A setting names every page, a message the first few.
    expect(stdout).to.match(/cors: \{ origin: \[.*"https:\/\/p39\.example"\]/);
    expect(stdout.replace(/\s+/g, ' ')).to.match(/https:\/\/p4\.example \([^)]*\) and 35 more/);
  });

  it('shows the verdict, a table, what browsers print, and the setting that fixes it', async () => {
    const url = await start(v4({ ...guarded, cors: {} }));
    const { stdout } = await runDoctor({
      url,
      origins: [ORIGIN, 'https://longer.example.com'],
      headers: ['x-one'],
    });
    expect(stdout.split('\n').slice(0, 8)).to.deep.equal([
      '2 origins are blocked. Other websites are refused.',
      `${url}/socket.io/  Socket.IO v3 or v4 (EIO=4)`,
      '',
      'origin                      polling GET  polling POST  preflight  WebSocket',
      'https://a.com               blocked      blocked       blocked    allowed',
      'https://longer.example.com  blocked      blocked       blocked    blocked',
      'http://foreign.example      blocked      blocked       blocked    blocked',
      'null                        blocked      blocked       blocked    blocked',
    ]);
    expect(stdout).to.include(
      '(Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
    );
    expect(stdout).to.include("must not be the wildcard '*'");
    expect(stdout).to.include('cors: { origin: ["https://a.com", "https://longer.example.com"]');
  });

  it('colours only with the option color', async () => {
    const url = await start(v4({}));
    const plain = await runDoctor({ url });
    const colored = await runDoctor({ url, color: true });
    const json = await runDoctor({ url, color: true, format: 'json' });
    expect(plain.stdout).not.to.include('\x1b');
    expect(json.stdout).not.to.include('\x1b');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is taken out
    expect(colored.stdout.replace(/\x1b\[\d+m/g, '')).to.equal(plain.stdout);
  });

  it('exits with 3, and reports every problem, if the URL and the options cannot be used', async () => {
    const { stdout, stderr, exitCode } = await runDoctor({
      url: 'localhost:3000',
      origins: ['*'],
      headers: ['Cookie'],
    });
    expect([stdout, exitCode]).to.deep.equal(['', 3]);
    expect(stderr.trim().split('\n')).to.have.length(3);
    expect((await runCompare({ oldUrl: 'a', newUrl: 'http://localhost' })).exitCode).to.equal(3);
  });

  it('names both URLs if neither can be used, and each other problem once', async () => {
    const { stderr, exitCode } = await runCompare({ oldUrl: 'old', newUrl: 'new', origins: ['*'] });
    expect(exitCode).to.equal(3);
    expect(stderr.trim().split('\n')).to.have.length(3);
  });

  it('exits with 3 if the URL is not one of HTTP', async () => {
    const { stdout, exitCode } = await runDoctor({ url: 'file:///srv/index.html' });
    expect(stdout).to.include('CORSRequestNotHttp');
    expect(exitCode).to.equal(3);
  });

  it('never prints a password', async () => {
    const echo = await raw((_, response) =>
      response.writeHead(302, { Location: 'http://me:s3cret@127.0.0.1/x' }).end(),
    );
    const url = await start(v4({}));
    const urls = [
      ...[url, echo.url, 'http://127.0.0.1:1'].map((one) => one.replace('//', '//me:s3cret@')),
      ...[
        'http://me:s3cret@no.invalid/',
        'ftp://me:s3cret@x/',
        'http://me:s3/cret@x:y',
        'me:s3cret@x',
        'http:\\\\me:s3cret@x',
      ],
    ];
    try {
      for (const asked of urls) {
        for (const format of ['text', 'json'] as const) {
          const doctor = await runDoctor({ url: asked, format, timeout: 300 });
          const compared = await runCompare({ oldUrl: asked, newUrl: url, format, timeout: 300 });
          const printed = [doctor, compared].map(({ stdout, stderr }) => stdout + stderr).join();
          expect(printed, asked).not.to.match(/s3\/?cret/);
        }
      }
    } finally {
      await echo.close();
    }
  });
});
