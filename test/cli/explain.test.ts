import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { run } from '../../src/cli/run.js';

const JSON_TEXT = '{"origins": ["https://example.com"], "pingTimeout": 20000}';

/** Runs the command without a terminal for input or output. */
async function explain(argv: readonly string[], stdin = '', isTTY = false) {
  const out = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[name] += text;
    },
  });
  const exitCode = await run(['explain', ...argv], {
    cwd: process.cwd(),
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY }),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { ...out, exitCode };
}

describe('socketio-cors explain', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'explain-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('prints the source, the warnings and the table', async () => {
    const { stdout, stderr, exitCode } = await explain([JSON_TEXT]);
    expect({ stderr, exitCode }).to.deep.equal({ stderr: '', exitCode: 0 });
    expect(stdout).to.match(/^const allowedOrigins = \['https:\/\/example\.com'\];/);
    expect(stdout).to.include('warning (opens)  ORIGIN_NOW_ADMITTED  origins[0]: "https://example.com"');
    expect(stdout).to.match(/^origin +v2 \(2\.5\.1\) +v4 \(4\.8\.4\)$/m);
    expect(stdout).to.match(/^https:\/\/example\.com +listed +refused +allowed +opens$/m);
    expect(stdout).to.match(/^neither Origin nor Referer +curl, Node\.js +refused +refused$/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters
    expect(stdout).to.not.match(/\x1b/);
  });

  it('reads a file, standard input, and the JSON itself', async () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, JSON_TEXT);
    const { stdout } = await explain([JSON_TEXT]);
    for (const result of [explain([path]), explain(['-'], JSON_TEXT), explain([], JSON_TEXT)])
      expect((await result).stdout).to.equal(stdout);
  });

  it('prints JSON', async () => {
    const { stdout } = await explain([
      JSON_TEXT,
      '--format',
      'json',
      '--from',
      '^2.4.1',
      '--semantics',
      'exact',
    ]);
    const report = JSON.parse(stdout);
    expect(report).to.have.all.keys('from', 'to', 'semantics', 'source', 'warnings', 'table');
    expect(report).to.deep.include({ from: '2.5.1', semantics: 'exact' });
    expect(report.table[0]).to.deep.equal({
      origin: 'https://example.com',
      what: 'listed',
      v2: 'refused',
      v4: 'refused',
      effect: 'none',
    });
  });

  it('allows requests without an origin with --missing-origin allow', async () => {
    const { stdout } = await explain([JSON_TEXT, '--missing-origin', 'allow']);
    expect(stdout).to.match(/^neither Origin nor Referer .* allowed +opens$/m);
  });

  it('shortens long tables, but shows every difference', async () => {
    const origins = Array.from({ length: 30 }, (_, index) => `https://p${index}.example`);
    const { stdout } = await explain([JSON.stringify({ origins })]);
    expect(stdout.match(/ opens$/gm)).to.have.length(30);
    expect(stdout).to.match(/\d+ more, .*--format json.*\n$/);
  });

  it('exits with 3 and lists every problem of the settings', async () => {
    const { stdout, stderr, exitCode } = await explain(['{"origins": [3], "cors": true}', '--from', 'two']);
    expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 3 });
    const named = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/: /)[0]);
    expect(named).to.deep.equal(['origins[0]', 'cors', 'from']);
  });

  it('exits with 3 for settings that cannot be read, and names the place', async () => {
    const { stderr, exitCode } = await explain(['-'], "{ origins: ['a' }");
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^standard input:1:\d+: /);
  });

  it('exits with 3 for a source file or package.json, and names the command to use', async () => {
    for (const path of ['package.json', 'src/index.ts']) {
      const { stdout, stderr, exitCode } = await explain([path]);
      expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 3 });
      expect(stderr).to.include(`migrate ${path}`);
    }
  });

  it('explains settings without origins', async () => {
    for (const json of ['{}', '{"path": "/chat", "mine": 1}']) {
      const { stdout, exitCode } = await explain([json]);
      expect(exitCode, json).to.equal(0);
      expect(stdout).to.include('ALLOW_ALL_BY_DEFAULT');
    }
  });

  it('explains a code, and exits with 3 for a misspelled one, which it corrects', async () => {
    const { stdout, ...known } = await explain(['ORIGIN_NOW_ADMITTED']);
    expect(known).to.deep.equal({ stderr: '', exitCode: 0 });
    expect(stdout).to.match(/^ORIGIN_NOW_ADMITTED \(/);
    const misspelled = await explain(['ORIGIN_NOW_ADMITED']);
    expect(misspelled).to.include({ stdout: '', exitCode: 3 });
    expect(misspelled.stderr).to.include('ORIGIN_NOW_ADMITTED');
  });

  it('explains a code as JSON for programs', async () => {
    const { stdout, exitCode } = await explain(['HANDSHAKE_REFUSED', '--format', 'json']);
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ code: 'HANDSHAKE_REFUSED', severity: 'danger' });
  });

  it('exits with 3 for a missing file', async () => {
    const { stderr, exitCode } = await explain([join(folder, 'none.json')]);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('none.json cannot be read: there is no such file');
  });

  it('exits with 3 for an empty argument, and names it as settings', async () => {
    const { stderr, exitCode } = await explain(['']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^settings: /);
  });

  it('sends a message that names no cause to the doctor', async () => {
    const { stderr, exitCode } = await explain(['has been blocked by CORS policy']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('npx socket.io-cors-compat doctor');
  });

  it('does not wait for input from a terminal', async () => {
    const { stderr, exitCode } = await explain([], '', true);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('Settings are missing');
  });

  it('names the command for a source file', async () => {
    const { stderr, exitCode } = await explain(['src/server.ts']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include('npx socket.io-cors-compat migrate src/server.ts');
  });

  it('explains a code, and names the nearest one for an unknown code', async () => {
    for (const code of ['ALLOW_ALL_BY_DEFAULT', 'CORSMissingAllowOrigin', 'PACKAGE_JSON_STAYS_ON_V2']) {
      const { stdout, exitCode } = await explain([code]);
      expect(exitCode, code).to.equal(0);
      expect(stdout.startsWith(code)).to.equal(true);
    }
    for (const typed of ['ALLOW_ALL_BY_DEFAUL', 'allow-all-by-default']) {
      const { stderr, exitCode } = await explain([typed]);
      expect(exitCode, typed).to.equal(3);
      expect(stderr).to.include('ALLOW_ALL_BY_DEFAULT');
    }
  });

  it('escapes control characters in settings', async () => {
    const { stdout } = await explain([JSON.stringify({ origins: ['https://\x1b[31mred.example:443'] })]);
    expect(stdout).to.not.include('\x1b');
  });

  it('prints help', async () => {
    const { stdout, exitCode } = await explain(['--help']);
    expect(exitCode).to.equal(0);
    for (const option of ['--from', '--to', '--semantics', '--missing-origin', '--format', '--help'])
      expect(stdout).to.include(option);
  });
});
