import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { run } from '../../src/cli/run.js';
import { cli, type Sandbox, sandbox } from './sandbox.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";
const V2 = '{ "dependencies": { "socket.io": "^2.5.0" } }\n';
const MANUAL = "module.exports = (io) => {\n  io.origins('*:*');\n};\n";

/** Checks that JSON has the fields of the contract, and no others. */
const FINDING = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  severity: z.enum(['danger', 'warning', 'info']),
  effect: z.enum(['opens', 'closes', 'none']),
  message: z.string().min(1),
  remedy: z.string().min(1),
  docs: z.string().regex(/^docs\/codes\.md#[a-z0-9_]+$/),
  subject: z.string().optional(),
  line: z.int().min(1),
  column: z.int().min(1),
  action: z.enum(['migrated', 'manual']),
  acknowledged: z.literal(true).optional(),
});
const COUNT = z.int().min(0);
const REPORT = z.strictObject({
  version: z.literal(1),
  files: z.array(
    z.strictObject({
      path: z.string().regex(/^[^\\]+$/),
      changed: z.boolean(),
      findings: z.array(FINDING),
      error: z.string().optional(),
    }),
  ),
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string().min(1) })),
  summary: z.strictObject({
    scanned: COUNT,
    changed: COUNT,
    migrated: COUNT,
    manual: COUNT,
    failed: COUNT,
    skipped: COUNT,
  }),
});

describe('socketio-cors migrate', () => {
  let box: Sandbox;
  const read = (name: string) => readFileSync(join(box.path, name), 'utf8');
  const json = async (...args: string[]) =>
    JSON.parse((await cli(box.path, 'migrate', '--format', 'json', ...args)).stdout);
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  it('shows the progress of a long run on a terminal, and nowhere else', async () => {
    const long = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.js`, '0;\n']));
    box.write({ ...long, 'a.js': LEGACY });
    const shown: string[] = [];
    const stderr = { isTTY: true, write: (text: string) => shown.push(text) };
    await run(['migrate'], { cwd: box.path, stdout: { write: () => true }, stderr });
    expect(shown[0]).to.equal('\r\x1b[K1 of 501 files');
    expect(shown.at(-1)).to.equal('\r\x1b[K');
    expect((await cli(box.path, 'migrate')).stderr).to.equal('');
  });

  it('exits with 1 for --check if something would change, 2 if something needs review, 3 if a file fails', async () => {
    box.write({ 'a.js': LEGACY });
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(1);
    box.write({ 'b.js': MANUAL });
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(2);
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(2);
    expect(read('b.js')).to.equal(MANUAL);
    box.write({ 'c.js': "io.origins('*:*'" });
    expect((await cli(box.path, 'migrate')).code).to.equal(3);
  });

  it('migrates the other files if one does not parse', async () => {
    box.write({ 'a.js': LEGACY, 'bad.js': "io.origins('*:*'" });
    const { files, summary } = await json('--write');
    expect(summary).to.include({ scanned: 2, changed: 1, failed: 1 });
    expect(files.find(({ path }: { path: string }) => path === 'bad.js').error).to.match(/\d+:\d+/);
    expect(read('a.js')).to.include('cors: {');
  });

  it('fails if a file does not parse that may set a server by a name from another file', async () => {
    box.write({
      'package.json': '{ "dependencies": { "socket.io": "2.5.1" } }',
      'a.js': "const io = require('socket.io')(3000);\nrequire('./set')(io, require('./conf'));\n",
      'conf.js': "exports.origins = ['https://example.com:443'];\n",
      'set.js':
        'module.exports = (hub, conf) => { for (const key in conf) hub[key](conf[key]); };\nconst list = ;\n',
    });
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(3);
    expect(read('a.js')).to.not.include('cors: {');
    expect(read('package.json')).to.include('2.5.1');
  });

  it('does not change a package.json with v4, or with no release', async () => {
    const manifest =
      '{ "dependencies": { "socket.io": "^4.0.0", "socket.io-client": "latest", "@types/socket.io": "*" }, "peerDependencies": { "socket.io": ">=2" } }';
    box.write({ 'package.json': manifest.replace(', "@types/socket.io": "*"', '') });
    expect((await json()).files).to.deep.equal([]);
  });

  it('takes the release from the lockfile, the installed package or the range', async () => {
    const bare = "require('socket.io')(3000);\n";
    const changed = async () => (await json('--no-package-json')).summary.changed;
    box.write({ 'a.js': bare, 'package.json': '{ "dependencies": { "socket.io": "^4.1.0" } }' });
    expect(await changed()).to.equal(0);
    box.write({ 'package.json': '{ "dependencies": { "socket.io": "latest" } }' });
    expect(await changed()).to.equal(0);
    box.write({ 'package.json': '{ "dependencies": { "socket.io": "^2.0.0" } }' });
    expect(await changed()).to.equal(1);
    box.write({ 'yarn.lock': 'socket.io@^2.0.0:\n  version "2.4.0"\n' });
    expect((await cli(box.path, 'migrate')).stdout).to.include('origin: false');
    box.write({ 'node_modules/socket.io/package.json': '{ "version": "2.3.0" }' });
    expect((await cli(box.path, 'migrate')).stdout).to.include('origin: true');
  });

  it('reports a file that cannot be written, and migrates the others', async function () {
    // Root may write everywhere, so nothing would fail.
    if (process.getuid?.() === 0) this.skip();
    box.write({ 'locked/a.js': LEGACY, 'b.js': LEGACY });
    chmodSync(join(box.path, 'locked'), 0o555);
    const { summary } = await json('--write');
    chmodSync(join(box.path, 'locked'), 0o755);
    expect(summary).to.include({ changed: 1, failed: 1 });
  });

  it('migrates a file that is named, whatever its extension', async () => {
    box.write({ server: LEGACY });
    expect((await json('server')).summary.changed).to.equal(1);
  });

  it('shows a unified diff and writes nothing', async () => {
    box.write({ 'a.js': LEGACY });
    const { code, stdout, stderr } = await cli(box.path, 'migrate');
    expect(code).to.equal(0);
    expect(stdout).to.include('--- a/a.js\n+++ b/a.js\n@@').and.include("-io.origins('*:*');");
    expect(stdout).not.to.include('\x1b');
    expect(stderr).to.equal('');
    expect(read('a.js')).to.equal(LEGACY);
  });

  it('writes with --write, keeps the mode, leaves no temporary file, and has nothing to do in a second run', async () => {
    box.write({ 'a.js': LEGACY });
    chmodSync(join(box.path, 'a.js'), 0o755);
    const { code, stderr } = await cli(box.path, 'migrate', '--write');
    expect(code).to.equal(0);
    expect(stderr, 'outside of repositories').to.match(/no undo/);
    expect(read('a.js')).to.include('cors: {');
    expect(statSync(join(box.path, 'a.js')).mode & 0o777).to.equal(0o755);
    expect(readdirSync(box.path)).to.deep.equal(['a.js']);
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(0);
  });

  it('prints the JSON of the contract', async () => {
    box.write({
      'src/a.js': LEGACY,
      'b.js': MANUAL,
      'c.js': 'nothing',
      'd.js': Buffer.from(`${LEGACY}\xff`, 'latin1'),
    });
    const { files, summary, skipped } = REPORT.parse(await json());
    expect(summary).to.include({ scanned: 4, changed: 1, manual: 1, failed: 0, skipped: 1 });
    expect(skipped.map(({ path }) => path)).to.deep.equal(['d.js']);
    expect(files.find(({ path }) => path === 'src/a.js')?.changed).to.equal(true);
    expect(files.find(({ path }) => path === 'b.js')?.findings[0]?.action).to.equal('manual');
    box.write({ 'bad.js': "io.origins('*:*'" });
    expect(REPORT.parse(await json('nowhere', '.')).summary.failed).to.equal(2);
  });

  describe('reads its arguments', () => {
    for (const [args, named] of [
      [['migrat'], 'migrate'],
      [['migrate', '--frm', '2'], '--from'],
      [['migrate', '--from', 'two'], '--from'],
      [['migrate', '--from', '2.9'], '--from'],
      [['migrate', '--to', '9'], '--to'],
      [['migrate', '--semantics', 'loose'], '--semantics'],
      [['migrate', '--format', 'xml'], '--format'],
      [['migrate', '--fallback', 'none'], '--fallback'],
      [['migrate', '--write', '--check'], '--write'],
      [['migrate', '--acknowledge', 'NO_SUCH_CODE'], 'no code "NO_SUCH_CODE"'],
      [
        ['migrate', '--acknowledge', 'NO_SUCH_CODE', '--acknowledge', 'TLS_FAILED'],
        'does not print TLS_FAILED',
      ],
      [['server.js'], 'npx socket.io-cors-compat migrate server.js'],
      [['http://localhost:3000'], 'npx socket.io-cors-compat doctor http://localhost:3000'],
      [['ALLOW_ALL_EXPLICIT'], 'npx socket.io-cors-compat explain ALLOW_ALL_EXPLICIT'],
      [[], 'migrate'],
    ] as const)
      it(`refuses ${['socketio-cors', ...args].join(' ')} with exit code 3`, async () => {
        const { code, stderr, stdout } = await cli(box.path, ...args);
        expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' });
        expect(stderr).to.include(named);
      });

    it('prints help and its version', async () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
      expect(await cli(box.path, '--version')).to.deep.equal({ code: 0, stdout: `${version}\n`, stderr: '' });
      for (const command of ['migrate', 'doctor', 'compare', 'explain']) {
        const { code, stdout, stderr } = await cli(box.path, command, '--help');
        expect({ code, stderr }, command).to.deep.equal({ code: 0, stderr: '' });
        expect(stdout).to.include('--format').and.include('Exit code:').and.include('Example');
      }
      expect((await cli(box.path, '--help')).code).to.equal(0);
    });

    it('skips paths that match --ignore', async () => {
      box.write({ 'a.js': LEGACY, 'old/b.js': LEGACY, 'c.spec.js': LEGACY });
      const { files } = await json('--ignore', 'old', '--ignore', '*.spec.js');
      expect(files.map(({ path }: { path: string }) => path)).to.deep.equal(['a.js']);
    });

    it('counts findings with a code of --acknowledge as reviewed', async () => {
      box.write({ 'b.js': MANUAL });
      const [{ findings }] = (await json()).files;
      const [{ code: found }] = findings;
      const { code, stdout } = await cli(box.path, 'migrate', '--format', 'json', '--acknowledge', found);
      const report = REPORT.parse(JSON.parse(stdout));
      expect(code).to.equal(0);
      expect(report.summary.manual).to.equal(0);
      expect(report.files[0]?.findings[0]).to.include({ code: found, action: 'manual', acknowledged: true });
    });

    it('inserts no TODO comment for a code of --acknowledge', async () => {
      box.write({ 'b.js': MANUAL });
      const [{ findings }] = (await json()).files;
      await cli(box.path, 'migrate', '--write', '--acknowledge', findings[0].code);
      expect(readFileSync(join(box.path, 'b.js'), 'utf8')).to.equal(MANUAL);
    });

    it('prints the summary only with --quiet', async () => {
      box.write({ 'a.js': LEGACY, 'b.js': MANUAL });
      const { stdout } = await cli(box.path, 'migrate', '--quiet');
      expect(stdout)
        .to.match(/^2 files scanned, 1 file would change/)
        .and.not.include('a.js');
    });

    it('warns if there are no files', async () => {
      const { stdout, code } = await cli(box.path, 'migrate', '--check');
      expect(code).to.equal(0);
      expect(stdout).to.include('No files found');
    });
  });

  describe('with a part of a package', () => {
    const MADE = "const io = require('socket.io')(3000);\nmodule.exports = io;\n";
    const SET = "const io = require('./io');\nio.origins(['https://example.com:443']);\n";

    it('reads the rest of the package, and changes only the named files', async () => {
      box.write({
        'package.json': V2,
        'io.js': MADE,
        'lib/set.js': SET,
        'other/package.json': '{}',
        'other/a.js': LEGACY,
      });
      const all = (await json('io.js', 'lib')).files;
      const { files, summary } = await json('io.js');
      const of = (list: { path: string }[]) => list.find(({ path }) => path === 'io.js');
      expect(of(files), 'as if everything had been named').to.deep.equal(of(all));
      expect(summary.scanned).to.equal(1);
      expect(files.map(({ path }: { path: string }) => path)).to.deep.equal(['io.js']);
      await cli(box.path, 'migrate', '--write', 'lib/set.js');
      expect(read('io.js')).to.equal(MADE);
      expect(read('package.json')).to.equal(V2);
    });

    it('does not upgrade package.json while other files of its package have to change', async () => {
      box.write({ 'package.json': V2, 'a.js': LEGACY });
      const { files } = await json('package.json');
      expect(files[0].findings.map(({ code }: { code: string }) => code)).to.deep.equal([
        'PACKAGE_JSON_STAYS_ON_V2',
      ]);
      expect((await json('package.json', 'a.js')).files).to.have.lengthOf(2);
      await cli(box.path, 'migrate', '--write', 'package.json', 'a.js');
      expect(read('package.json')).to.include('^4.');
    });
  });

  describe('upgrades package.json', () => {
    it('and keeps all other bytes, unless --no-package-json is given', async () => {
      const manifest =
        '{\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"socket.io": "~2.3.0",\n\t\t"socket.io-client": "2.3.0"\n\t},\n\t"devDependencies": { "@types/node": "1", "@types/socket.io": "^2.1.11" }\n}';
      box.write({ 'package.json': manifest, 'a.js': LEGACY });
      await cli(box.path, 'migrate', '--write', '--no-package-json');
      expect(read('package.json')).to.equal(manifest);
      await cli(box.path, 'migrate', '--write');
      expect(read('package.json')).to.equal(
        manifest
          .replace('~2.3.0', '^4.8.4')
          .replace('"2.3.0"', '"4.8.4"')
          .replace(', "@types/socket.io": "^2.1.11"', ''),
      );
    });

    it('not while origins need a review, and says that the package must not be deployed', async () => {
      box.write({ 'package.json': V2, 'a.js': LEGACY, 'b.js': MANUAL });
      const { stdout, code } = await cli(box.path, 'migrate', '--write');
      expect(code).to.equal(2);
      expect(stdout).to.include('PACKAGE_JSON_STAYS_ON_V2').and.include('Do not deploy');
      expect(read('package.json')).to.equal(V2);
    });

    it('of the package that needs no review, beside one that does', async () => {
      box.write({
        'a/package.json': V2,
        'a/a.js': LEGACY,
        'b/package.json': V2,
        'b/b.js': MANUAL,
      });
      await cli(box.path, 'migrate', '--write');
      expect(read('a/package.json')).to.include('^4.');
      expect(read('b/package.json')).to.equal(V2);
    });

    it('not if a package in a workspace that uses its socket.io needs a review', async () => {
      box.write({
        'package.json': V2,
        'packages/b/package.json': '{ "name": "b" }',
        'packages/b/b.js': MANUAL,
      });
      await cli(box.path, 'migrate', '--write');
      expect(read('package.json')).to.equal(V2);
    });

    it('not if a file could not be read or written', async () => {
      box.write({ 'package.json': V2, 'a.js': LEGACY, 'bad.js': "io.origins('*:*'" });
      await cli(box.path, 'migrate', '--write');
      expect(read('package.json')).to.equal(V2);
      rmSync(join(box.path, 'bad.js'));
      box.write({ 'c.js': LEGACY });
      chmodSync(join(box.path, 'c.js'), 0o444);
      expect((await cli(box.path, 'migrate', '--write')).code).to.equal(3);
      expect(read('package.json')).to.equal(V2);
      expect((await cli(box.path, 'migrate', '--write', '--ignore', 'c.js')).code).to.equal(0);
      expect(read('package.json')).to.include('^4.');
    });

    it('not from a release before 1.4, unless --from says how to read it', async () => {
      const old = '{ "dependencies": { "socket.io": "0.9.16" } }\n';
      box.write({ 'package.json': old, 'a.js': LEGACY });
      const { code, stdout } = await cli(box.path, 'migrate', '--write');
      expect(code).to.equal(2);
      expect(stdout).to.include('RELEASE_IS_OLDER_THAN_KNOWN');
      expect(read('package.json')).to.equal(old);
      expect((await cli(box.path, 'migrate', '--write', '--from', '1.4.0')).code).to.equal(0);
      expect(read('package.json')).to.include('4.8');
    });

    it('reports a release in a catalog or an address, and leaves it', async () => {
      for (const range of ['catalog:', 'github:socketio/socket.io#2.3.0', 'workspace:*']) {
        const manifest = `{ "dependencies": { "socket.io": "${range}" } }\n`;
        box.write({ 'package.json': manifest, 'pnpm-workspace.yaml': 'catalog:\n  socket.io: ^2.4.0\n' });
        const { files } = await json('--write');
        expect(
          files[0].findings.map(({ code }: { code: string }) => code),
          range,
        ).to.deep.equal(['PACKAGE_JSON_RELEASE_IS_ELSEWHERE']);
        expect(read('package.json')).to.equal(manifest);
      }
      box.write({
        'package.json': '{ "dependencies": { "socket.io": "catalog:" } }\n',
        'pnpm-workspace.yaml': 'catalog:\n  socket.io: ^4.4.0\n',
      });
      expect((await json()).files).to.deep.equal([]);
    });

    it('says what comes next', async () => {
      box.write({ 'package.json': V2, 'a.js': LEGACY });
      expect((await cli(box.path, 'migrate')).stdout).to.match(/add --write/);
      expect((await cli(box.path, 'migrate', '--write')).stdout).to.match(
        /^Next: run npm install .*package\.json/m,
      );
      expect((await cli(box.path, 'migrate', '--write')).stdout).not.to.include('Next:');
    });

    it('names the file of a middleware relative to the current folder, like every other file', async () => {
      box.write({
        'package.json': V2,
        'a.js': `${LEGACY}io.use(check);\nrequire('./lib/admin')(io);\n`,
        'lib/admin.js': "module.exports = (io) => { io.of('/admin').on('connection', f); };\n",
      });
      const { stdout } = await cli(box.path, 'migrate');
      expect(stdout).to.include('(a.js:').and.not.to.include(box.path);
    });

    it('asks to keep the list of what the next run does not find again', async () => {
      box.write({
        'package.json': V2,
        'a.js': `${LEGACY}io.use(check);\nio.of('/admin').on('connection', f);\nio.sockets.connected.a.emit('b');\n`,
        'page.html':
          "<script src='/socket.io/socket.io.js'></script><script>const socket = io();\nsocket.on('reconnect', f);</script>\n",
      });
      const lost = 'ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES';
      const { stdout } = await cli(box.path, 'migrate', '--write');
      expect(stdout).to.include(`does not repeat ${lost}.`).and.not.to.include('TODO(socketio-cors)');
      const { files } = await json();
      expect(
        files.map(({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code)),
      ).to.deep.equal([['V2_API_CHANGED'], ['V2_API_CHANGED']]);
    });

    it('says that a package.json stays on v2 if it was not named', async () => {
      box.write({ 'package.json': V2, 'src/a.js': LEGACY });
      const named = await cli(box.path, 'migrate', 'src');
      expect(named.stdout).to.match(/^package\.json stays on v2/m);
      const whole = await cli(box.path, 'migrate');
      const left = await cli(box.path, 'migrate', 'src', '--no-package-json');
      for (const { stdout } of [whole, left]) expect(stdout).not.to.include('stays on v2');
    });

    it('names the places of such findings with --quiet, which prints no list', async () => {
      box.write({
        'package.json': V2,
        'a.js': `${LEGACY}io.use(check);\nio.of('/admin').on('connection', f);\n`,
      });
      const { stdout } = await cli(box.path, 'migrate', '--write', '--quiet');
      expect(stdout).to.match(
        /does not repeat ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES \(a\.js:\d+:1\)\./,
      );
    });

    it('asks to keep the list if a framework brings the release, so that package.json does not change', async () => {
      const gateway = (options: string) =>
        `import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway(${options})\nexport class A { afterInit(server) { server.use((socket, next) => next()); } }\n`;
      box.write({
        'package.json':
          '{ "dependencies": { "@nestjs/websockets": "^7.6.0", "@nestjs/platform-socket.io": "^7.6.0" } }\n',
        'main.ts': gateway("{ origins: ['https://example.com:443'] }"),
        'admin.ts': `import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway({ namespace: 'admin', cors: { origin: true } })\nexport class Admin {}\n`,
      });
      const { stdout } = await cli(box.path, 'migrate', '--write');
      expect(stdout).to.include('does not repeat ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES');
    });
  });

  describe('reviews pages', () => {
    it('with --keep-v2-clients too, if the server serves their client, which is then that of v4', async () => {
      const script = "const socket = io();\nsocket.on('reconnect', f);";
      box.write({
        'package.json': V2,
        'a.js': LEGACY,
        'served.html': `<script src='/socket.io/socket.io.js'></script><script>${script}</script>\n`,
        'own.html': `<script src='/vendor/socket.io-2.5.0.js'></script><script>${script}</script>\n`,
      });
      const reviewed = async (...args: string[]) =>
        (await json(...args)).files
          .map(({ path }: { path: string }) => path)
          .filter((path: string) => path.endsWith('.html'));
      expect(await reviewed()).to.have.members(['served.html', 'own.html']);
      expect(await reviewed('--keep-v2-clients')).to.deep.equal(['served.html']);
    });
  });

  describe('counts comments of an earlier run', () => {
    it('and asks for another run while package.json stays on v2', async () => {
      box.write({
        'package.json': V2,
        'a.js': "const options = require('./options');\nrequire('socket.io')(3000, options);\n",
      });
      await cli(box.path, 'migrate', '--write');
      const { stdout, code } = await cli(box.path, 'migrate');
      expect(code).to.equal(2);
      expect(stdout).to.match(/^Next: .*run this again\.$/m);
    });

    it('while they exist, even if nothing else is found', async () => {
      box.write({
        'package.json': '{ "dependencies": { "socket.io": "^4.8.0" } }\n',
        'a.js': '// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: …\nmodule.exports = 1;\n',
        'end.js': 'module.exports = 1;\n// TODO(socketio-cors) ORIGINS_NOT_MIGRATED: later\n',
      });
      const { stdout, code } = await cli(box.path, 'migrate', '--check', '--format', 'json');
      expect(code).to.equal(2);
      expect(REPORT.parse(JSON.parse(stdout)).summary.manual).to.equal(2);
      const [{ findings }] = REPORT.parse(JSON.parse(stdout)).files as { findings: object[] }[] as [
        { findings: object[] },
      ];
      expect(findings[0]).to.include({ code: 'TODO_IS_LEFT', line: 1, column: 1 });
      const reviewed = await cli(box.path, 'migrate', '--check', '--acknowledge', 'ORIGINS_NOT_MIGRATED');
      expect(reviewed.code).to.equal(0);
    });
  });

  describe('skips and lists', () => {
    const skipped = async (...args: string[]): Promise<string[]> =>
      (await json(...args)).skipped.map(({ path }: { path: string }) => path);

    it('links, and files that are not valid UTF-8 or too large', async () => {
      box.write({
        'b.js': LEGACY,
        'latin1.js': Buffer.from(`// caf\xe9\n${LEGACY}`, 'latin1'),
        'utf16.js': Buffer.from(`\uFEFF${LEGACY}`, 'utf16le'),
        'large.js': `${LEGACY}${'//\n'.repeat(2_000_000)}`,
        'unrelated.js': Buffer.from('// \xe9', 'latin1'),
      });
      symlinkSync('b.js', join(box.path, 'link.js'));
      symlinkSync('/dev/zero', join(box.path, 'package.json'));
      expect(await skipped()).to.have.members([
        'latin1.js',
        'utf16.js',
        'large.js',
        'link.js',
        'package.json',
      ]);
      expect((await json('--write')).summary).to.include({ changed: 1, failed: 0 });
    });

    it('minified or generated files, unless they create a server, or are named', async () => {
      const dense = `${'f("a",x=>{return x+1});'.repeat(500)}\n`;
      const looksLike = `module.exports=(io)=>{io.origins('*:*')};${dense}`;
      box.write({
        'looks.min.js': looksLike,
        'made.js': `// @generated\nmodule.exports = (io) => io.origins('*:*');\n`,
        'server.js': `${LEGACY.replace(/\n/g, ' ')}${dense}`,
        'words.js': `const list = ${JSON.stringify(Array.from({ length: 1500 }, (_, at) => `word${at}`))};\n${LEGACY}`,
        'skeleton.js': `// Skeleton: code generated by express-generator, then ours\n${LEGACY}`,
      });
      const { files, summary } = await json();
      expect(await skipped()).to.have.members(['looks.min.js', 'made.js']);
      expect(files.map(({ path }: { path: string }) => path)).to.have.members([
        'server.js',
        'words.js',
        'skeleton.js',
      ]);
      expect(summary.skipped).to.equal(2);
      expect((await json('looks.min.js')).summary).to.include({ manual: 1, skipped: 0 });
    });

    it("copies of Socket.IO, by their package's name or their banner", async () => {
      box.write({
        'package.json': V2,
        'vendor/socket.io/package.json':
          '{ "name": "socket.io", "dependencies": { "socket.io-client": "0.9.16" } }',
        'vendor/socket.io/lib/index.js': "Server.prototype.origins = 1; io.origins('*:*');",
        'public/socket.io.js': "/*!\n * Socket.IO v4.7.5\n */\nio.origins('*:*');",
      });
      const { files, summary } = await json('--write');
      expect(await skipped()).to.have.members([
        'vendor/socket.io/package.json',
        'vendor/socket.io/lib/index.js',
        'public/socket.io.js',
      ]);
      expect(files.map(({ path }: { path: string }) => path)).to.deep.equal(['package.json']);
      expect(summary.manual).to.equal(0);
    });

    it('copies of the v2 client, which v4 refuses without --keep-v2-clients', async () => {
      box.write({ 'package.json': V2, 'public/io.js': '/*!\n * Socket.IO v2.5.0\n */\nvar socket = 1;' });
      const { files, summary } = await json();
      expect(summary.skipped).to.equal(1);
      const found = files.find(({ path }: { path: string }) => path === 'public/io.js');
      expect(found.findings.map(({ code }: { code: string }) => code)).to.deep.equal([
        'V2_CLIENT_IN_THE_TREE',
      ]);
      expect((await json('--keep-v2-clients')).summary.manual).to.equal(0);
    });

    it('no files of node_modules, type declarations or files that .gitignore names', async () => {
      box.write({
        'node_modules/x/index.js': LEGACY,
        'dist/a.js': LEGACY,
        'packages/p/out/b.js': LEGACY,
        'packages/p/.gitignore': 'out\n',
        '.gitignore': 'dist/\n',
        'a.d.ts': LEGACY,
      });
      const { files, skipped } = await json();
      expect([...files, ...skipped]).to.deep.equal([]);
    });
  });

  it('escapes control characters in code', async () => {
    box.write({ 'a.js': `// \x1b[2J\x9b31m\u202e\t.\r\n${LEGACY}` });
    const { stdout } = await cli(box.path, 'migrate');
    expect(stdout).to.include('\\u001b[2J\\u009b31m\\u202e\t.\r\n');
  });

  it('reads what a package loads from outside of it, so that no guard is lost', async () => {
    const origins = "origins: ['https://a.example:443']";
    box.write({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/shared/package.json': '{ "name": "@me/shared" }',
      'packages/shared/index.js': "module.exports = (io) => io.origins(['https://a.example:443']);\n",
      'packages/shared/io.js': `module.exports = (port) => require('socket.io')(port, { ${origins} });\n`,
      'packages/a/package.json': V2,
      'packages/a/main.js': "const io = require('socket.io')(3000);\nrequire('@me/shared')(io);\n",
      'packages/b/package.json': V2,
      'packages/b/main.js': "require('../shared/io')(3000).on('connection', () => {});\n",
    });
    mkdirSync(join(box.path, 'node_modules/@me'), { recursive: true });
    symlinkSync('../../packages/shared', join(box.path, 'node_modules/@me/shared'));
    for (const [name, codes] of [
      ['a', ['ORIGINS_NOT_MIGRATED', 'PACKAGE_JSON_STAYS_ON_V2']],
      ['b', ['PACKAGE_JSON_STAYS_ON_V2']],
    ] as const) {
      const { files } = await json('--write', `packages/${name}`);
      const found = files.flatMap((file: { findings: { code: string }[] }) => file.findings);
      expect(found.map(({ code }: { code: string }) => code)).to.have.members(codes);
      expect(read(`packages/${name}/package.json`)).to.equal(V2);
    }
    expect(read('packages/shared/io.js')).to.include(origins);
  });

  it('stays on v2 if a server cannot be read, as UTF-16 or behind a link out of the root', async () => {
    const outside = sandbox({ 'server.js': LEGACY });
    try {
      for (const write of [
        () => box.write({ 'server.ts': Buffer.from(`\uFEFF${LEGACY}`, 'utf16le') }),
        () => symlinkSync(join(outside.path, 'server.js'), join(box.path, 'server.js')),
      ]) {
        box.write({ 'package.json': V2 });
        write();
        expect((await cli(box.path, 'migrate', '--write')).code).to.equal(2);
        expect(read('package.json')).to.equal(V2);
        rmSync(join(box.path, 'server.ts'), { force: true });
      }
    } finally {
      outside.remove();
    }
  });

  it('does not follow links out of the root, to files or to folders', async () => {
    const outside = sandbox({ 'secret.js': LEGACY, 'folder/b.js': LEGACY });
    try {
      mkdirSync(join(box.path, 'src'));
      symlinkSync(join(outside.path, 'secret.js'), join(box.path, 'src/a.js'));
      symlinkSync(join(outside.path, 'folder'), join(box.path, 'src/folder'));
      expect((await json('--write')).summary).to.include({ changed: 0, failed: 0, skipped: 2 });
      expect(readFileSync(join(outside.path, 'secret.js'), 'utf8')).to.equal(LEGACY);
      expect(readFileSync(join(outside.path, 'folder/b.js'), 'utf8')).to.equal(LEGACY);
    } finally {
      outside.remove();
    }
  });
});
