import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrateSource } from '../../src/codemod/index.js';
import { replaceFile } from '../../src/codemod/project/replace-file.js';
import { cli, type Sandbox, sandbox } from './cli.js';
import { readFixtures } from './fixtures.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";

describe('socketio-cors migrate, with files of all kinds', () => {
  let box: Sandbox;
  const path = (name: string) => join(box.path, name);
  const bytes = (name: string) => readFileSync(path(name));
  const json = async (...args: string[]) =>
    JSON.parse((await cli(box.path, 'migrate', '--format', 'json', ...args)).stdout);
  const commit = () => {
    box.git('init', '-q');
    box.git('add', '.');
    box.git('commit', '-qm', 'x');
  };
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  describe('in other encodings', () => {
    const crlf = `// 日本 \u{1f600}\r\n${LEGACY.replace(/\n/g, '\r\n')}`;
    const little = Buffer.from(`\uFEFF${crlf}`, 'utf16le');
    const big = Buffer.from(little).swap16();

    for (const [desc, before] of Object.entries({ 'UTF-16LE': little, 'UTF-16BE': big })) {
      for (const where of ['in a folder', 'in a repository']) {
        it(`migrates ${desc} ${where}, and leaves it in that`, async () => {
          box.write({ 'a.ts': before });
          if (where === 'in a repository') commit();
          expect((await json('--write')).summary).to.include({ changed: 1, failed: 0 });
          const after = bytes('a.ts');
          const text = (desc === 'UTF-16BE' ? Buffer.from(after).swap16() : after).toString('utf16le');
          expect(text.startsWith('\uFEFF// 日本 \u{1f600}\r\nconst io = ')).to.equal(true);
          expect(text)
            .to.include('cors: {')
            .and.not.match(/[^\r]\n/);
          expect((await json('--check')).summary.changed).to.equal(0);
        });
      }
    }

    it('makes the same of every fixture, whatever it is encoded in', async function () {
      this.timeout(60_000);
      const fixtures = ['programs', 'shapes', 'untouched', 'left'].flatMap(readFixtures);
      const encodings: Record<string, (text: string) => Buffer> = {
        utf8: (text) => Buffer.from(text),
        'utf16-le': (text) => Buffer.from(text, 'utf16le'),
        'utf16-be': (text) => Buffer.from(text, 'utf16le').swap16(),
      };
      const expected = new Map<string, Buffer>();
      for (const [encoding, encode] of Object.entries(encodings)) {
        for (const { name, filename, input } of fixtures) {
          const text = `\uFEFF${input.replace('\uFEFF', '')}`;
          const file = `${encoding}/${name}/${filename}`;
          box.write({ [file]: encode(text) });
          expected.set(file, encode(migrateSource(text, { filename }).code));
        }
      }
      const { summary } = await json('--write');
      expect(summary)
        .to.include({ scanned: expected.size, failed: 0 })
        .and.have.property('changed')
        .above(300);
      const differing = [...expected].filter(([file, after]) => !bytes(file).equals(after));
      expect(differing.map(([file]) => file)).to.deep.equal([]);
    });

    it('says of UTF-16 that is cut off what it is and what to do', async () => {
      box.write({ 'a.ts': little.subarray(0, -1), 'b.js': LEGACY });
      const { files, summary } = await json('--write');
      expect(summary).to.include({ changed: 1, failed: 1 });
      expect(files.find((one: { path: string }) => one.path === 'a.ts').error).to.match(/UTF-16.*UTF-8/);
    });

    it('keeps lone surrogates, bytes that are no UTF-8, null characters, and every line end', async () => {
      const lone = Buffer.from(`\uFEFF// \uD800 \uDC00\n${LEGACY}`, 'utf16le');
      const mixed = Buffer.concat([
        Buffer.from([0x2f, 0x2f, 0xe9, 0x00, 0xed, 0xa0, 0x80, 0x0d, 0x0a]),
        Buffer.from(LEGACY),
        Buffer.from([0x2f, 0x2f, 0xff, 0xc3, 0x0d]),
      ]);
      box.write({ 'lone.ts': lone, 'mixed.js': mixed });
      expect((await json('--write')).summary).to.include({ changed: 2, failed: 0 });
      expect(bytes('lone.ts').subarray(0, 14)).to.deep.equal(lone.subarray(0, 14));
      expect(bytes('mixed.js').subarray(0, 9)).to.deep.equal(mixed.subarray(0, 9));
      expect(bytes('mixed.js').subarray(-5)).to.deep.equal(mixed.subarray(-5));
      expect(bytes('mixed.js').includes(Buffer.from('\uFFFD'))).to.equal(false);
    });

    it('keeps what a package.json begins and ends with', async () => {
      const manifest = '\uFEFF{\r\n    "dependencies": {"socket.io": "2.5.1"}\r\n}\r\n\r\n';
      box.write({ 'package.json': manifest, 'b/package.json': manifest.trimEnd().replace('\uFEFF', '') });
      await json('--write');
      expect(bytes('package.json').toString()).to.equal(manifest.replace('2.5.1', '4.8.4'));
      expect(bytes('b/package.json').toString()).to.equal(
        '{\r\n    "dependencies": {"socket.io": "4.8.4"}\r\n}',
      );
    });
  });

  describe('with other names and rights', () => {
    it('does not part hard links, says so, and does the others', async () => {
      box.write({ 'a.js': LEGACY, 'c.js': LEGACY });
      linkSync(path('a.js'), path('backup'));
      const { files, summary } = await json('--write');
      expect(summary).to.include({ changed: 1, failed: 1 });
      expect(files.find((one: { path: string }) => one.path === 'a.js').error).to.match(/2 names.*--force/);
      expect(bytes('a.js').toString()).to.equal(LEGACY);
      expect(statSync(path('a.js')).ino).to.equal(statSync(path('backup')).ino);
      expect(readdirSync(box.path)).to.have.members(['a.js', 'backup', 'c.js']);
    });

    it('parts hard links with --force, and leaves the other name as it was', async () => {
      box.write({ 'a.js': LEGACY });
      linkSync(path('a.js'), path('backup'));
      expect((await json('--write', '--force')).summary).to.include({ changed: 1, failed: 0 });
      expect(bytes('a.js').toString()).to.include('cors: {');
      expect(bytes('backup').toString()).to.equal(LEGACY);
    });

    it('leaves a read-only file alone, and says what to do', async () => {
      box.write({ 'a.js': LEGACY });
      chmodSync(path('a.js'), 0o444);
      const { files, summary } = await json('--write', '--force');
      expect(summary.failed).to.equal(1);
      expect(files[0].error).to.match(/read-only.*chmod/);
      expect(bytes('a.js').toString()).to.equal(LEGACY);
    });

    it('keeps the mode, with the special bits', async () => {
      box.write({ 'a.js': LEGACY });
      chmodSync(path('a.js'), 0o2751);
      await json('--write');
      expect(statSync(path('a.js')).mode & 0o7777).to.equal(0o2751);
    });

    it('keeps the owner and the group', async function () {
      // Root alone may give files away.
      if (process.getuid?.() !== 0) this.skip();
      box.write({ 'a.js': LEGACY });
      chownSync(path('a.js'), 12345, 23456);
      await json('--write');
      expect(statSync(path('a.js'))).to.include({ uid: 12345, gid: 23456 });
      expect(bytes('a.js').toString()).to.include('cors: {');
    });

    it('leaves a file alone that has changed since it was read, or is gone', () => {
      box.write({ 'a.js': 'new' });
      const before = { bytes: Buffer.from('old'), stat: statSync(path('a.js')) };
      expect(() => replaceFile(path('a.js'), before, Buffer.from('x'))).to.throw('changed since it was read');
      expect(() => replaceFile(path('b.js'), before, Buffer.from('x'))).to.throw('ENOENT');
      expect(readdirSync(box.path)).to.deep.equal(['a.js']);
      expect(bytes('a.js').toString()).to.equal('new');
    });
  });

  describe('that are not what their names say', () => {
    it('removes what a run that was killed has left, and nothing of one that goes on', async () => {
      const dead = spawnSync(process.execPath, ['--version']).pid;
      const name = (pid: number) => `.socketio-cors.${pid}.0123456789ab.tmp`;
      box.write({ 'a.js': LEGACY });
      commit();
      box.write({ [name(dead)]: 'half', [`sub/${name(dead)}`]: '', [name(process.pid)]: 'half' });
      await cli(box.path, 'migrate');
      expect(readdirSync(box.path)).to.include.members([name(dead), name(process.pid)]);
      expect((await cli(box.path, 'migrate', '--write')).code).to.equal(3);
      expect(readdirSync(box.path).sort()).to.deep.equal(['.git', name(process.pid), 'a.js', 'sub']);
      expect(readdirSync(path('sub'))).to.deep.equal([]);
      rmSync(path(name(process.pid)));
      expect((await cli(box.path, 'migrate', '--write')).code).to.equal(0);
      expect(readdirSync(box.path).sort()).to.deep.equal(['.git', 'a.js', 'sub']);
    });

    it('takes a folder for a folder, whatever it is called', async () => {
      box.write({ 'x.js/package.json': '{}', 'x.js/y.js': LEGACY });
      expect((await json()).files.map((one: { path: string }) => one.path)).to.deep.equal(['x.js/y.js']);
      commit();
      expect((await json()).files.map((one: { path: string }) => one.path)).to.deep.equal(['x.js/y.js']);
    });

    it('passes over what git lists and is gone, or has become a folder or a link', async () => {
      const outside = sandbox({ 'b.js': LEGACY });
      box.write({
        'a.js': LEGACY,
        'gone/b.js': LEGACY,
        'file/b.js': LEGACY,
        'link/b.js': LEGACY,
        'c.js': LEGACY,
      });
      commit();
      for (const name of ['a.js', 'gone', 'file', 'link']) rmSync(path(name), { recursive: true });
      box.write({ file: 'x' });
      mkdirSync(path('a.js'));
      symlinkSync(outside.path, path('link'));
      try {
        const { files, summary } = await json('--write', '--force');
        expect(files.map((one: { path: string }) => one.path)).to.deep.equal(['c.js']);
        expect(summary.failed).to.equal(0);
        expect(readFileSync(join(outside.path, 'b.js'), 'utf8')).to.equal(LEGACY);
      } finally {
        outside.remove();
      }
    });

    it('migrates a file with long texts in it, and passes over one that is minified', async () => {
      const text = 'QUJD'.repeat(5000);
      box.write({
        'pem.js': `const key = '${text}';\n${LEGACY}`,
        'minified.js': `${LEGACY}${'f("a",x=>{return x+1});'.repeat(500)}\n`,
      });
      expect((await json()).files.map((one: { path: string }) => one.path)).to.deep.equal(['pem.js']);
    });

    it('migrates a file with a name as long as can be', async () => {
      const name = `${'x'.repeat(252)}.js`;
      box.write({ [name]: LEGACY });
      expect((await json('--write')).summary).to.include({ changed: 1, failed: 0 });
      expect(readdirSync(box.path)).to.deep.equal([name]);
    });

    it('migrates a line of a million characters', async () => {
      const line = `/*${'x'.repeat(1_000_000)}*/ `;
      box.write({ 'a.js': `${'\n'.repeat(3000)}${line}${LEGACY}` });
      expect((await json('--write')).summary).to.include({ changed: 1, failed: 0 });
      expect(bytes('a.js').toString().trimStart().startsWith(line)).to.equal(true);
    });
  });

  describe('in repositories within', () => {
    const nested = (name: string) => {
      const inner = sandbox({ 'a.js': LEGACY });
      inner.git('init', '-q');
      inner.git('add', '.');
      inner.git('commit', '-qm', 'x');
      const head = inner.git('rev-parse', 'HEAD').trim();
      renameSync(inner.path, path(name));
      return head;
    };

    it('names submodules, and says how to do them, in every format', async () => {
      box.write({ 'b.js': LEGACY });
      box.git('init', '-q');
      mkdirSync(path('vendor'));
      const head = nested('vendor/a chat');
      box.git('update-index', '--add', '--cacheinfo', `160000,${head},vendor/a chat`);
      box.git('add', 'b.js');
      box.git('commit', '-qm', 'x');
      const { stdout } = await cli(box.path, 'migrate');
      expect(stdout).to.include("socketio-cors migrate 'vendor/a chat'");
      const report = await json('--write');
      expect(report.repositories).to.deep.equal(['vendor/a chat']);
      expect(report.files.map((one: { path: string }) => one.path)).to.deep.equal(['b.js']);
      expect(bytes('vendor/a chat/a.js').toString()).to.equal(LEGACY);
      const log = JSON.parse((await cli(box.path, 'migrate', '--format', 'sarif')).stdout);
      const [note] = log.runs[0].invocations[0].toolExecutionNotifications;
      expect(note).to.have.property('level', 'note');
      expect(note.message.text).to.include('vendor/a chat');
      const asked = await json('.', 'vendor/a chat');
      expect(asked.repositories).to.equal(undefined);
      expect(asked.summary.changed).to.equal(1);
    });

    it('names a repository that git does not track, and none that is empty or ignored', async () => {
      box.write({ '.gitignore': 'ignored\n', 'b.js': '' });
      nested('chat');
      nested('ignored');
      mkdirSync(path('empty'));
      box.git('init', '-q');
      box.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},empty`);
      expect((await json()).repositories).to.deep.equal(['chat']);
    });

    it('looks for changes that are not committed in every repository below a folder', async () => {
      nested('one');
      nested('two');
      box.write({ 'two/b.js': '// mine\n' });
      const refused = await cli(box.path, 'migrate', '--write');
      expect(refused.code).to.equal(3);
      expect(refused.stderr).to.include('--force');
      expect(bytes('one/a.js').toString()).to.equal(LEGACY);
      rmSync(path('two/b.js'));
      expect((await json('--write')).summary).to.include({ changed: 2, failed: 0 });
    });
  });
});
