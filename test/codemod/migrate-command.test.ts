import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { cli, type Sandbox, sandbox } from './cli.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";
const MANUAL = "module.exports = (io) => {\n  io.origins('*:*');\n};\n";

/** The contract's JSON, and nothing beside it. */
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
  summary: z.strictObject({ scanned: COUNT, changed: COUNT, migrated: COUNT, manual: COUNT, failed: COUNT }),
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

  it('shows a unified diff and writes nothing', async () => {
    box.write({ 'a.js': LEGACY });
    const { code, stdout, stderr } = await cli(box.path, 'migrate');
    expect(code).to.equal(0);
    expect(stdout).to.include('--- a/a.js\n+++ b/a.js\n@@').and.include("-io.origins('*:*');");
    expect(stdout).not.to.include('\x1b');
    expect(stderr).to.equal('');
    expect(read('a.js')).to.equal(LEGACY);
  });

  it('writes with --write, keeps the mode, leaves no temporary file, and has nothing left to do then', async () => {
    box.write({ 'a.js': LEGACY });
    chmodSync(join(box.path, 'a.js'), 0o755);
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(0);
    expect(read('a.js')).to.include('cors: {');
    expect(statSync(join(box.path, 'a.js')).mode & 0o777).to.equal(0o755);
    expect(readdirSync(box.path)).to.deep.equal(['a.js']);
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(0);
  });

  it('exits with 1 for --check where there is something to change, 2 where a person is needed, 3 where a file fails', async () => {
    box.write({ 'a.js': LEGACY });
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(1);
    box.write({ 'b.js': MANUAL });
    expect((await cli(box.path, 'migrate', '--check')).code).to.equal(2);
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(2);
    expect(read('b.js')).to.equal(MANUAL);
    box.write({ 'c.js': "io.origins('*:*'" });
    expect((await cli(box.path, 'migrate')).code).to.equal(3);
  });

  it('does the other files where one does not parse', async () => {
    box.write({ 'a.js': LEGACY, 'bad.js': "io.origins('*:*'" });
    const { files, summary } = await json('--write');
    expect(summary).to.include({ scanned: 2, changed: 1, failed: 1 });
    expect(files.find(({ path }: { path: string }) => path === 'bad.js').error).to.match(/\d+:\d+/);
    expect(read('a.js')).to.include('cors: {');
  });

  it('lists what keeps clients out or lets more in, however small, and says it once', async () => {
    const server = "require('socket.io')(3000, { origins: ['https://example.com:443'] });\n";
    box.write({ 'a.js': server, 'b.js': server });
    const { stdout } = await cli(box.path, 'migrate');
    expect(stdout.match(/[ab]\.js:\d+:\d+ {2}LEGACY_CLIENTS_NEED_ALLOW_EIO3/g)).to.have.lengthOf(2);
    expect(stdout.match(/allowEIO3: true/g)).to.have.lengthOf(1);
    expect(stdout.match(/--keep-v2-clients/g)).to.have.lengthOf(1);
    expect(stdout).to.not.include('MISSING_ORIGIN_REFUSED');
  });

  it('says what to do about a path that is not there', async () => {
    const { stdout } = await cli(box.path, 'migrate', 'nowhere.js');
    expect(stdout)
      .to.include('nowhere.js  there is no such file or folder')
      .and.include('Mend them, or name the paths');
  });

  it('exits with 3 for a path that is not there, and for arguments that are not understood', async () => {
    expect((await cli(box.path, 'migrate', 'nowhere')).code).to.equal(3);
    for (const args of [
      ['--frm', '2'],
      ['--from', 'two'],
      ['--to', '9'],
      ['--semantics', 'loose'],
      ['--format', 'xml'],
      ['--write', '--check'],
    ]) {
      const { code, stderr } = await cli(box.path, 'migrate', ...args);
      expect(code, args.join(' ')).to.equal(3);
      expect(stderr).not.to.equal('');
    }
    expect((await cli(box.path, 'migrat')).code).to.equal(3);
  });

  it('says all that is wrong with its arguments at once', async () => {
    const args = [
      '--frm=2',
      '--from',
      'two',
      '--to',
      '9',
      '--format',
      'xml',
      '--write',
      '--check',
      '--semantics',
    ];
    const { stderr, stdout } = await cli(box.path, 'migrate', ...args);
    expect(stdout).to.equal('');
    const names = ['--frm', '--from', '--to', '--format', '--write changes files', '--semantics'];
    for (const name of names) expect(stderr).to.include(name);
    expect(stderr).to.include('socketio-cors migrate --help');
  });

  it('says that the lockfile is left to the package manager', async () => {
    box.write({ 'package.json': '{ "dependencies": { "socket.io": "^2.5.0" } }\n', 'a.js': LEGACY });
    const next = /^Next: npm install .*package\.json/m;
    expect((await cli(box.path, 'migrate')).stdout).not.to.match(next);
    expect((await cli(box.path, 'migrate', '--write')).stdout).to.match(next);
    expect((await cli(box.path, 'migrate', '--write')).stdout).not.to.match(next);
  });

  it('leaves companions of v2 in package.json to a person, and does not call that an upgrade', async () => {
    box.write({
      'package.json': '{ "dependencies": { "socket.io": "^4.8.4", "socket.io-redis": "^5.2.0" } }\n',
    });
    const { code, stdout } = await cli(box.path, 'migrate', '--write');
    expect(code).to.equal(2);
    expect(stdout).to.match(/Left to you:\n {2}package\.json:1:\d+ {2}MANIFEST_COMPANION_IS_FOR_V2/);
    expect(stdout).to.include('@socket.io/redis-adapter').and.not.include('npm install');
  });

  it('gives JSON as the contract says', async () => {
    box.write({ 'src/a.js': LEGACY, 'b.js': MANUAL, 'c.js': 'nothing' });
    const { files, summary } = REPORT.parse(await json());
    expect(summary).to.deep.equal({ scanned: 3, changed: 1, migrated: 2, manual: 1, failed: 0 });
    expect(files.find(({ path }) => path === 'src/a.js')?.changed).to.equal(true);
    expect(files.find(({ path }) => path === 'b.js')?.findings[0]?.action).to.equal('manual');
    box.write({ 'bad.js': "io.origins('*:*'" });
    expect(REPORT.parse(await json('nowhere', '.')).summary.failed).to.equal(2);
  });

  it('never looks into node_modules, build output that git ignores, minified or generated files', async () => {
    box.write({
      'node_modules/x/index.js': LEGACY,
      'dist/a.js': LEGACY,
      'packages/p/out/b.js': LEGACY,
      'packages/p/.gitignore': 'out\n',
      '.gitignore': 'dist/\n',
      'a.min.js': LEGACY,
      'bundle.js': `${LEGACY}${'x=1;'.repeat(5000)}`,
      'made.js': `// @generated\n${LEGACY}`,
      'a.d.ts': LEGACY,
    });
    expect((await json()).files).to.deep.equal([]);
    box.git('init', '-q');
    expect((await json()).files).to.deep.equal([]);
  });

  it('refuses a dirty git tree unless it is forced', async () => {
    box.write({ 'a.js': LEGACY });
    box.git('init', '-q');
    box.git('add', '.');
    box.git('commit', '-qm', 'x');
    box.write({ 'b.js': 'changed' });
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(3);
    expect(read('a.js')).to.equal(LEGACY);
    expect((await cli(box.path, 'migrate', '--write', '--force')).code).to.equal(0);
    expect(read('a.js')).not.to.equal(LEGACY);
    box.git('add', '.');
    box.git('commit', '-qm', 'y');
    expect((await cli(box.path, 'migrate', '--write')).code).to.equal(0);
  });

  it('finds the files of a repository whatever git is set to print', async () => {
    box.write({ 'app/a.js': LEGACY });
    box.git('init', '-q');
    box.git('add', '.');
    box.git('config', 'color.ui', 'always');
    box.git('config', 'color.grep', 'always');
    box.git('config', 'grep.fullName', 'true');
    expect((await json('app')).summary.changed).to.equal(1);
  });

  it('refuses to write one file of a dirty git tree', async () => {
    box.write({ 'a.js': LEGACY });
    box.git('init', '-q');
    expect((await cli(box.path, 'migrate', '--write', 'a.js')).code).to.equal(3);
    expect(read('a.js')).to.equal(LEGACY);
  });

  it('refuses a file of a dirty tree, too, and a tree that git says nothing of', async () => {
    box.write({ 'a.js': LEGACY, 'b.js': '' });
    box.git('init', '-q');
    box.git('add', '.');
    box.git('commit', '-qm', 'x');
    box.write({ 'b.js': '// mine\n' });
    const dirty = await cli(box.path, 'migrate', '--write', 'a.js');
    expect(dirty.code).to.equal(3);
    expect(dirty.stderr).to.include('--force');
    expect(read('a.js')).to.equal(LEGACY);
    box.write({ '.git/config': 'this is no configuration' });
    const unknown = await cli(box.path, 'migrate', '--write', 'a.js');
    expect(unknown.code).to.equal(3);
    expect(unknown.stderr).to.include('git status').and.include('--force');
    expect(read('a.js')).to.equal(LEGACY);
    expect((await cli(box.path, 'migrate', '--write', '--force', 'a.js')).code).to.equal(0);
  });

  it('does not follow links out of the root, to files or to folders', async () => {
    const outside = sandbox({ 'secret.js': LEGACY, 'folder/b.js': LEGACY });
    try {
      mkdirSync(join(box.path, 'src'));
      symlinkSync(join(outside.path, 'secret.js'), join(box.path, 'src/a.js'));
      symlinkSync(join(outside.path, 'folder'), join(box.path, 'src/folder'));
      expect((await cli(box.path, 'migrate', '--write')).code).to.equal(0);
      box.git('init', '-q');
      expect((await cli(box.path, 'migrate', '--write', '--force')).code).to.equal(0);
      expect(readFileSync(join(outside.path, 'secret.js'), 'utf8')).to.equal(LEGACY);
      expect(readFileSync(join(outside.path, 'folder/b.js'), 'utf8')).to.equal(LEGACY);
    } finally {
      outside.remove();
    }
  });

  it('upgrades package.json, byte for byte elsewhere, unless told not to', async () => {
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

  it('leaves a package.json alone that names v4, or no release', async () => {
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

  it('says of clients that they send no cookies any more, where package.json says that they did', async () => {
    const client =
      "import io from 'socket.io-client';\nio('https://api.example.com');\nio('https://b.example');\n";
    const codes = async () => {
      const { files } = await json('--no-package-json');
      return files.flatMap(({ findings }: { findings: { code: string }[] }) =>
        findings.map(({ code }) => code),
      );
    };
    box.write({ 'a.js': client });
    expect(await codes()).to.deep.equal([]);
    box.write({ 'package.json': '{ "dependencies": { "socket.io-client": "^2.3.0" } }' });
    expect(await codes()).to.deep.equal(['CLIENT_SENDS_NO_COOKIES_BY_ITSELF']);
    box.write({ 'package.json': '{ "dependencies": { "socket.io-client": "^4.0.0" } }' });
    expect(await codes()).to.deep.equal([]);
  });

  it('gives files in other encodings back byte for byte beside the change', async () => {
    const latin1 = Buffer.from(`// caf\xe9\n${LEGACY}// \xff\n`, 'latin1');
    box.write({ 'a.js': latin1 });
    await cli(box.path, 'migrate', '--write');
    const after = readFileSync(join(box.path, 'a.js'));
    expect(after.subarray(0, 8).equals(latin1.subarray(0, 8))).to.equal(true);
    expect(after.includes(Buffer.from([0x2f, 0x2f, 0x20, 0xff]))).to.equal(true);
  });

  it('reports a file that cannot be written, and does the others', async function () {
    // Root may write everywhere, so that there is nothing to fail.
    if (process.getuid?.() === 0) this.skip();
    box.write({ 'locked/a.js': LEGACY, 'b.js': LEGACY });
    chmodSync(join(box.path, 'locked'), 0o555);
    const { summary } = await json('--write');
    chmodSync(join(box.path, 'locked'), 0o755);
    expect(summary).to.include({ changed: 1, failed: 1 });
  });

  it('reports a folder that cannot be read, and does the others', async function () {
    // Root may read everywhere, so that there is nothing to fail.
    if (process.getuid?.() === 0) this.skip();
    box.write({ 'locked/a.js': LEGACY, 'b.js': LEGACY });
    chmodSync(join(box.path, 'locked'), 0);
    const { summary, files } = await json();
    chmodSync(join(box.path, 'locked'), 0o755);
    expect(summary).to.include({ changed: 1, failed: 1 });
    expect(files.map(({ path }: { path: string }) => path)).to.have.members(['locked', 'b.js']);
  });

  it('takes a file by its name, whatever it is called', async () => {
    box.write({ server: LEGACY });
    expect((await json('server')).summary.changed).to.equal(1);
  });

  it('says which release it is', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await cli(box.path, '--version')).to.deep.equal({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('says how it is used', async () => {
    const { code, stdout } = await cli(box.path, 'migrate', '--help');
    expect(code).to.equal(0);
    expect(stdout).to.include('--keep-v2-clients');
    expect((await cli(box.path, '--help')).code).to.equal(0);
    expect((await cli(box.path)).code).to.equal(3);
    expect(existsSync(box.path)).to.equal(true);
    writeFileSync(join(box.path, 'x'), '');
  });
});
