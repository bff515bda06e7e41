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
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { cli, type Sandbox, sandbox } from './cli.js';

const LEGACY = "const io = require('socket.io')(3000);\nio.origins('*:*');\n";

/** What git is told, or cannot do, so that it says less than it is asked. */
describe('socketio-cors migrate, where git does not see all', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  const report = async (cwd: string, ...args: string[]) => {
    const { stdout, code } = await cli(cwd, 'migrate', '--format', 'json', ...args);
    const files: { path: string; changed: boolean; error?: string }[] = JSON.parse(stdout).files;
    return { files, code, changed: files.filter(({ changed }) => changed).map(({ path }) => path) };
  };
  const read = (name: string) => readFileSync(join(box.path, name), 'utf8');
  const commitAll = () => {
    box.git('init', '-q');
    box.git('add', '-A');
    box.git('commit', '-qm', 'x', '--allow-empty');
  };

  for (const flag of ['--assume-unchanged', '--skip-worktree']) {
    it(`reads a file itself that git is told to leave alone (${flag})`, async () => {
      box.write({ 'a.js': 'run();\n', 'b.js': 'run();\n' });
      commitAll();
      box.git('update-index', flag, 'a.js');
      box.write({ 'a.js': LEGACY });
      expect(box.git('status', '--porcelain')).to.equal('');
      expect((await report(box.path)).changed).to.deep.equal(['a.js']);
    });
  }

  for (const flag of ['--assume-unchanged', '--skip-worktree']) {
    it(`writes nothing over a change that git is told not to see (${flag})`, async () => {
      box.write({ 'a.js': LEGACY, 'in/b c.js': 'run();\n' });
      commitAll();
      box.git('update-index', flag, 'in/b c.js');
      box.write({ 'in/b c.js': LEGACY });
      for (const cwd of [box.path, join(box.path, 'in')]) {
        const { code, stderr } = await cli(cwd, 'migrate', '--write');
        expect(code).to.equal(3);
        expect(stderr).to.include('git update-index --no-skip-worktree');
      }
      expect(read('a.js')).to.equal(LEGACY);
      const forced = await cli(box.path, 'migrate', '--write', '--force');
      expect(forced.stdout).to.include('in/b c.js');
      expect(read('in/b c.js')).not.to.equal(LEGACY);
    });

    it(`writes where what git is told not to look at is as it was committed (${flag})`, async () => {
      box.write({ 'a.js': LEGACY, 'b.js': 'run();\r\n', 'gone.js': LEGACY, '.gitattributes': '*.js text\n' });
      commitAll();
      box.git('update-index', flag, 'a.js', 'b.js', 'gone.js');
      rmSync(join(box.path, 'gone.js'));
      const { code } = await cli(box.path, 'migrate', '--write');
      expect(code).to.equal(0);
      expect(read('a.js')).to.include('cors: {');
    });
  }

  it('reads a file that was a link when it was committed', async () => {
    box.write({ 'b.js': 'run();\n' });
    symlinkSync('b.js', join(box.path, 'a.js'));
    commitAll();
    rmSync(join(box.path, 'a.js'));
    box.write({ 'a.js': LEGACY });
    expect((await report(box.path)).changed).to.deep.equal(['a.js']);
  });

  it('passes over what a sparse checkout leaves out', async () => {
    box.write({ 'in/a.js': LEGACY, 'out/b.js': LEGACY });
    commitAll();
    box.git('sparse-checkout', 'set', 'in');
    expect(existsSync(join(box.path, 'out/b.js'))).to.equal(false);
    const { changed, files } = await report(box.path);
    expect(changed).to.deep.equal(['in/a.js']);
    expect(files).to.have.length(1);
  });

  it('stays in a folder whose repository says that its files are elsewhere, and writes nothing unasked', async () => {
    box.write({ 'here/a.js': LEGACY, 'elsewhere/b.js': LEGACY });
    const here = join(box.path, 'here');
    box.git('init', '-q', 'here');
    box.git('-C', 'here', 'config', 'core.worktree', join(box.path, 'elsewhere'));
    expect((await report(here)).changed).to.deep.equal(['a.js']);
    const { code, stderr } = await cli(here, 'migrate', '--write');
    expect(code).to.equal(3);
    expect(stderr).to.include('git does not say whether there are changes');
  });

  it('does so where the environment says that they are elsewhere', async () => {
    box.write({ 'a.js': LEGACY });
    mkdirSync(join(box.path, 'home'));
    box.git('init', '-q', 'home');
    box.write({ 'home/c.js': LEGACY });
    const app = join(box.path, 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'b.js'), LEGACY);
    process.env.GIT_DIR = join(box.path, 'home/.git');
    process.env.GIT_WORK_TREE = join(box.path, 'home');
    try {
      expect((await report(app)).changed).to.deep.equal(['b.js']);
      expect((await report(join(box.path, 'home'))).changed).to.deep.equal(['c.js']);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_WORK_TREE;
    }
  });

  it('looks into a folder that git ignores where it is named', async () => {
    box.write({ 'build/a.js': LEGACY, '.gitignore': 'build\n' });
    commitAll();
    expect((await report(box.path)).changed).to.deep.equal([]);
    expect((await report(box.path, 'build')).changed).to.deep.equal(['build/a.js']);
  });

  it('takes a folder with the name of a pattern for a folder', async () => {
    box.write({ '[ab]*/a.js': LEGACY, 'a/b.js': LEGACY, ':(top)/c.js': LEGACY });
    commitAll();
    expect((await report(box.path, '[ab]*')).changed).to.deep.equal(['[ab]*/a.js']);
    expect((await report(box.path, ':(top)')).changed).to.deep.equal([':(top)/c.js']);
  });

  it('refuses files that git does not know, though it is set not to show them', async () => {
    commitAll();
    box.git('config', 'status.showUntrackedFiles', 'no');
    box.write({ 'a.js': LEGACY });
    const { code, stderr } = await cli(box.path, 'migrate', '--write');
    expect(code).to.equal(3);
    expect(stderr).to.include('git has changes that are not committed');
  });

  it('lets git fetch nothing, nor run what would', async () => {
    box.write({ 'a.js': 'run();\n', 'b.js': LEGACY });
    commitAll();
    const pwned = join(box.path, '.git/pwned');
    const object = box.git('rev-parse', 'HEAD:a.js').trim();
    rmSync(join(box.path, '.git/objects', object.slice(0, 2), object.slice(2)));
    box.git('update-index', '--assume-unchanged', 'a.js');
    box.git('config', 'core.sshCommand', `touch '${pwned}';`);
    box.git('config', 'remote.origin.url', 'ssh://nobody@localhost/x');
    box.git('config', 'remote.origin.promisor', 'true');
    box.git('config', 'extensions.partialClone', 'origin');
    box.git('config', 'core.repositoryFormatVersion', '1');
    expect((await report(box.path)).changed).to.deep.equal(['b.js']);
    expect(existsSync(pwned)).to.equal(false);
    // The trap is one: git itself walks into it.
    spawnSync('git', ['grep', 'ocket'], { cwd: box.path });
    expect(existsSync(pwned)).to.equal(true);
  });

  for (const where of ['in a repository', 'outside of one'])
    it(`runs no program that lies among the files and is called git, ${where}`, async () => {
      const before = { folder: process.cwd(), path: process.env.PATH };
      const program = `#!/bin/sh\ntouch '${box.path}/pwned'\nexit 1\n`;
      box.write({ 'a.js': LEGACY, git: program, 'git.cmd': program });
      chmodSync(join(box.path, 'git'), 0o755);
      if (where === 'in a repository') commitAll();
      process.chdir(box.path);
      process.env.PATH = `.${delimiter}${delimiter}${before.path}`;
      try {
        expect((await report(box.path)).changed).to.deep.equal(['a.js']);
        expect((await cli(box.path, 'migrate', '--write')).code).to.equal(0);
      } finally {
        process.chdir(before.folder);
        process.env.PATH = before.path;
      }
      expect(existsSync(join(box.path, 'pwned'))).to.equal(false);
    });

  for (const name of ['clean', 'process'])
    for (const [filter, what] of [
      ['f', 'whole'],
      ['f.g', 'whole'],
      ['f', 'submodule'],
      ['f', 'flagged'],
      ['f=g', 'whole'],
    ] as const)
      it(`lets git run no filter (${filter}.${name}) that a repository names, or its submodule: ${what}`, async () => {
        const pwned = join(box.path, '.git/pwned');
        box.write({ 'a.js': LEGACY, 'c.js': 'run();\n', '.gitattributes': `*.js filter=${filter}\n` });
        commitAll();
        const sub = join(box.path, 'sub');
        box.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', box.path, 'sub');
        box.git('commit', '-qm', 'y');
        const folder = what === 'submodule' ? sub : box.path;
        if (what === 'flagged') box.git('update-index', '--assume-unchanged', 'c.js');
        box.git('-C', folder, 'config', `filter.${filter}.${name}`, `touch '${pwned}'; cat`);
        box.git('-C', folder, 'config', `filter.${filter}.required`, 'true');
        // git compares what has been touched.
        utimesSync(join(folder, 'c.js'), 1, 1);
        const { code } = await cli(box.path, 'migrate', '--write');
        expect(code).to.equal(filter === 'f=g' ? 3 : 0);
        expect(existsSync(pwned)).to.equal(false);
        // The trap is one: git itself walks into it.
        if (what === 'flagged') box.git('update-index', '--no-assume-unchanged', 'c.js');
        utimesSync(join(folder, 'c.js'), 1, 1);
        spawnSync('git', ['status'], { cwd: box.path });
        expect(existsSync(pwned)).to.equal(true);
      });

  for (const where of ['in a repository', 'outside of one']) {
    it(`reports a file and a folder that cannot be read ${where}`, async function () {
      // Root may read everywhere, so that there is nothing to fail.
      if (process.getuid?.() === 0) this.skip();
      box.write({ 'a.js': LEGACY, 'b.js': LEGACY, 'tracked/c.js': LEGACY });
      if (where === 'in a repository') commitAll();
      box.write({ 'untracked/d.js': LEGACY });
      chmodSync(join(box.path, 'a.js'), 0);
      chmodSync(join(box.path, 'untracked'), 0);
      const { files, code } = await report(box.path);
      chmodSync(join(box.path, 'untracked'), 0o755);
      expect(code).to.equal(3);
      expect(files.filter(({ error }) => error).map(({ path }) => path)).to.have.members([
        'a.js',
        'untracked',
      ]);
      expect(files.filter(({ changed }) => changed)).to.have.length(2);
    });

    it(`reports what matters and has a name that is not UTF-8, ${where}`, async function () {
      // Other systems' file systems refuse such names.
      if (process.platform !== 'linux') this.skip();
      box.write({ x: LEGACY, y: LEGACY, '.tmp/z.js': LEGACY, 'b.js': LEGACY });
      const odd = (name: string) => Buffer.concat([Buffer.from(`${box.path}/`), Buffer.from(name, 'latin1')]);
      renameSync(join(box.path, 'x'), odd('\xe9.js'));
      renameSync(join(box.path, 'y'), odd('\xe9.txt'));
      renameSync(join(box.path, '.tmp'), odd('\xe8'));
      if (where === 'in a repository') commitAll();
      const { files, code, changed } = await report(box.path);
      expect(code).to.equal(3);
      expect(changed).to.deep.equal(['b.js']);
      const failed = files.filter(({ error }) => error !== undefined);
      expect(failed).to.have.length(2);
      for (const { error } of failed) expect(error).to.include('its name is not UTF-8: rename it');
    });

    it(`finds programs without an extension that name Node, ${where}`, async () => {
      const script = `#!/usr/bin/env node\n${LEGACY}`;
      box.write({
        'bin/www': script,
        'bin/deep/start-server': `#!/usr/local/bin/ts-node\n${LEGACY}`,
        'bin/run': `#!/bin/sh\necho "${LEGACY}"\n`,
        notes: LEGACY,
        README: script,
        license: script,
      });
      if (where === 'in a repository') commitAll();
      const { changed, files } = await report(box.path);
      expect(changed).to.have.members(['bin/www', 'bin/deep/start-server']);
      expect(files).to.have.length(2);
    });
  }

  it('leaves nothing behind but the files that it was to write', async () => {
    box.write({ 'a.js': LEGACY, 'bin/www': `#!/usr/bin/env node\n${LEGACY}` });
    commitAll();
    const { code } = await report(box.path, '--write');
    expect(code).to.equal(0);
    expect(readdirSync(box.path).sort()).to.deep.equal(['.git', 'a.js', 'bin']);
    expect(box.git('status', '--porcelain')).to.equal(' M a.js\n M bin/www\n');
  });
});
