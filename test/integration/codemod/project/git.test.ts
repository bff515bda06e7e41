import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from '../../../cli/sandbox.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";

describe('socketio-cors migrate, in a repository', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  const report = async (cwd: string, ...args: string[]) => {
    const { stdout, code } = await cli(cwd, 'migrate', '--format', 'json', ...args);
    const { files, skipped } = JSON.parse(stdout) as {
      files: { path: string; changed: boolean; error?: string }[];
      skipped: { path: string; reason: string }[];
    };
    return { files, skipped, code, changed: files.filter(({ changed }) => changed).map(({ path }) => path) };
  };
  const read = (name: string) => readFileSync(join(box.path, name), 'utf8');
  const commitAll = () => {
    box.git('init', '-q');
    box.git('add', '-A');
    box.git('commit', '-qm', 'x', '--allow-empty');
  };

  describe('looks for uncommitted changes', () => {
    it('only in files that would be changed, and names them', async () => {
      box.write({ 'a.js': LEGACY, 'src/b.js': LEGACY, 'c.js': '' });
      commitAll();
      box.write({ 'c.js': '// mine\n', 'new.txt': '', 'package-lock.json': '{}' });
      expect((await cli(box.path, 'migrate', '--write', 'a.js')).code).to.equal(0);
      box.write({ 'src/b.js': `// mine\n${LEGACY}` });
      const refused = await cli(box.path, 'migrate', '--write');
      expect(refused).to.include({ code: 3, stdout: '' });
      expect(refused.stderr).to.include('src/b.js').and.include('--force').and.not.include('c.js');
      expect(read('src/b.js')).not.to.include('cors');
      const forced = await cli(box.path, 'migrate', '--write', '--force');
      expect(forced.code).to.equal(0);
      expect(read('src/b.js')).to.include('// mine').and.include('cors: {');
    });

    it('in package.json, too, and writes nothing at all', async () => {
      box.write({ 'a.js': LEGACY, 'package.json': '{ "dependencies": { "socket.io": "2.5.1" } }\n' });
      commitAll();
      box.write({ 'package.json': '{ "dependencies": { "socket.io": "2.4.1" } }\n' });
      const { code, stderr } = await cli(box.path, 'migrate', '--write');
      expect(code).to.equal(3);
      expect(stderr).to.include('package.json');
      expect(read('a.js')).to.equal(LEGACY);
    });

    it('and refuses an untracked file, even if git is configured not to show it', async () => {
      box.git('init', '-q');
      box.write({ 'new/a.js': LEGACY });
      box.git('config', 'status.showUntrackedFiles', 'no');
      expect((await cli(box.path, 'migrate', '--write')).code).to.equal(3);
      expect(read('new/a.js')).to.equal(LEGACY);
    });

    it('and says that there is no undo for a file that git ignores', async () => {
      box.write({ 'build/a.js': LEGACY, '.gitignore': 'build\n' });
      commitAll();
      const { code, stderr } = await cli(box.path, 'migrate', '--write', 'build/a.js');
      expect(code).to.equal(0);
      expect(stderr).to.include('no undo');
    });

    it('in every repository below a folder', async () => {
      for (const name of ['one', 'two']) {
        box.write({ [`${name}/a.js`]: LEGACY });
        box.git('init', '-q', name);
        box.git('-C', name, 'add', '.');
        box.git('-C', name, 'commit', '-qm', 'x');
      }
      box.write({ 'two/a.js': `// mine\n${LEGACY}` });
      const refused = await cli(box.path, 'migrate', '--write');
      expect(refused.code).to.equal(3);
      expect(refused.stderr).to.include('two/a.js').and.not.include('one/a.js');
      expect(read('one/a.js')).to.equal(LEGACY);
    });

    it('and refuses if git does not answer', async () => {
      box.write({ 'a.js': LEGACY });
      commitAll();
      box.write({ '.git/config': 'this is no configuration' });
      const { code, stderr } = await cli(box.path, 'migrate', '--write', 'a.js');
      expect(code).to.equal(3);
      expect(stderr).to.include('git status').and.include('--force');
      expect((await cli(box.path, 'migrate', '--write', '--force', 'a.js')).code).to.equal(0);
    });
  });

  it('finds tracked and new files, but no ignored files, deleted files or links', async () => {
    const outside = sandbox({ 'b.js': LEGACY });
    try {
      box.write({
        'a.js': LEGACY,
        'bin/www': `#!/usr/bin/env node\n${LEGACY}`,
        'gone.js': LEGACY,
        'folder.js': LEGACY,
        'dir/b.js': LEGACY,
        '.gitignore': 'out\n',
      });
      symlinkSync('a.js', join(box.path, 'link.js'));
      commitAll();
      box.write({ 'new/c.js': LEGACY, 'out/d.js': LEGACY, 'node_modules/x/e.js': LEGACY });
      rmSync(join(box.path, 'gone.js'));
      rmSync(join(box.path, 'folder.js'));
      mkdirSync(join(box.path, 'folder.js'));
      rmSync(join(box.path, 'dir'), { recursive: true });
      symlinkSync(outside.path, join(box.path, 'dir'));
      const { changed, files, skipped } = await report(box.path, '--write', '--force');
      expect(changed).to.have.members(['a.js', 'bin/www', 'new/c.js']);
      expect(files.filter(({ error }) => error)).to.deep.equal([]);
      expect(skipped.map(({ path }) => path)).to.include('link.js');
      expect(readFileSync(join(outside.path, 'b.js'), 'utf8')).to.equal(LEGACY);
    } finally {
      outside.remove();
    }
  });

  it('looks into a folder that git ignores if it is named', async () => {
    box.write({ 'build/a.js': LEGACY, '.gitignore': 'build\n' });
    commitAll();
    expect((await report(box.path)).changed).to.deep.equal([]);
    expect((await report(box.path, 'build')).changed).to.deep.equal(['build/a.js']);
  });

  it('reads a folder whose name is a pattern of git', async () => {
    box.write({ '[ab]*/a.js': LEGACY, 'a/b.js': LEGACY, ':(top)/c.js': LEGACY });
    commitAll();
    expect((await report(box.path, '[ab]*')).changed).to.deep.equal(['[ab]*/a.js']);
    expect((await report(box.path, ':(top)')).changed).to.deep.equal([':(top)/c.js']);
  });

  it('finds the same inside a hook of another repository', async () => {
    box.write({ 'a.js': LEGACY });
    commitAll();
    box.git('init', '-q', 'hooked');
    process.env.GIT_DIR = join(box.path, 'hooked/.git');
    process.env.GIT_INDEX_FILE = join(box.path, 'none');
    try {
      expect((await report(box.path)).changed).to.deep.equal(['a.js']);
      expect((await report(box.path, '--write')).code).to.equal(0);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_INDEX_FILE;
    }
  });

  it('never runs a program named git among the files', async () => {
    const before = { folder: process.cwd(), path: process.env.PATH };
    const program = `#!/bin/sh\ntouch '${box.path}/pwned'\nexit 1\n`;
    box.write({ 'a.js': LEGACY, git: program, 'git.cmd': program });
    chmodSync(join(box.path, 'git'), 0o755);
    commitAll();
    process.chdir(box.path);
    process.env.PATH = `.${delimiter}${delimiter}${before.path}`;
    try {
      expect((await report(box.path, '--write')).changed).to.deep.equal(['a.js']);
    } finally {
      process.chdir(before.folder);
      process.env.PATH = before.path;
    }
    expect(existsSync(join(box.path, 'pwned'))).to.equal(false);
  });

  it('lists submodules and nested repositories as skipped, and looks into them if they are named', async () => {
    const nested = (name: string) => {
      const inner = sandbox({ 'a.js': LEGACY });
      inner.git('init', '-q');
      inner.git('add', '.');
      inner.git('commit', '-qm', 'x');
      const head = inner.git('rev-parse', 'HEAD').trim();
      renameSync(inner.path, join(box.path, name));
      return head;
    };
    box.write({ 'b.js': LEGACY, '.gitignore': 'ignored\n' });
    box.git('init', '-q');
    mkdirSync(join(box.path, 'vendor'));
    mkdirSync(join(box.path, 'empty'));
    box.git('update-index', '--add', '--cacheinfo', `160000,${nested('vendor/a chat')},vendor/a chat`);
    box.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},empty`);
    nested('chat');
    nested('ignored');
    const { skipped, changed } = await report(box.path);
    expect(skipped.map(({ path }) => path)).to.have.members(['vendor/a chat', 'chat']);
    expect(changed).to.deep.equal(['b.js']);
    const named = await report(box.path, '.', 'vendor/a chat');
    expect(named.changed).to.have.members(['b.js', 'vendor/a chat/a.js']);
    expect(named.skipped.map(({ path }) => path)).to.deep.equal(['chat']);
  });

  it('reads no pipe and no device, in a repository or outside of one', async function () {
    // Windows has neither mkfifo nor /dev/zero, which are POSIX.
    if (process.platform === 'win32') this.skip();
    box.write({ 'a.js': LEGACY });
    spawnSync('mkfifo', ['pipe.js', 'package.json', 'yarn.lock'], { cwd: box.path });
    symlinkSync('/dev/zero', join(box.path, 'zero.js'));
    expect((await report(box.path)).changed).to.deep.equal(['a.js']);
    commitAll();
    const { changed, skipped } = await report(box.path, '--write');
    expect(changed).to.deep.equal(['a.js']);
    expect(skipped.map(({ path }) => path)).to.include('zero.js');
  });

  it('leaves no files behind', async () => {
    box.write({ 'a.js': LEGACY, 'bin/www': `#!/usr/bin/env node\n${LEGACY}` });
    commitAll();
    expect((await report(box.path, '--write')).code).to.equal(0);
    expect(readdirSync(box.path).sort()).to.deep.equal(['.git', 'a.js', 'bin']);
    expect(box.git('status', '--porcelain')).to.equal(' M a.js\n M bin/www\n');
  });
});
