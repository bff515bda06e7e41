import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type FileOnDisk, readRegularFile } from '../../../src/codemod/project/read.js';
import { replaceFile } from '../../../src/codemod/project/write.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

describe('replaceFile', () => {
  let box: Sandbox;
  let root: string;
  const path = (name: string) => join(root, name);
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const onDisk = (name: string) => readRegularFile(path(name), 1000) as FileOnDisk;
  const replace = (name: string, before = onDisk(name)) =>
    replaceFile({ path: path(name), root, onDisk: before }, Buffer.from('new'));
  beforeEach(() => {
    box = sandbox({ 'src/a.js': 'old' });
    root = realpathSync(box.path);
  });
  afterEach(() => box.remove());

  it('replaces the content, keeps the mode with its special bits, and leaves nothing else', () => {
    chmodSync(path('src/a.js'), 0o2751);
    replace('src/a.js');
    expect(read('src/a.js')).to.equal('new');
    expect(statSync(path('src/a.js')).mode & 0o7777).to.equal(0o2751);
    expect(readdirSync(path('src'))).to.deep.equal(['a.js']);
  });

  it('replaces a file with a name of the maximum length', () => {
    const name = `${'x'.repeat(252)}.js`;
    writeFileSync(path(name), 'old');
    replace(name);
    expect(read(name)).to.equal('new');
  });

  it('refuses a file that has changed since it was read, or is gone', () => {
    const before = onDisk('src/a.js');
    writeFileSync(path('src/a.js'), 'mine');
    expect(() => replace('src/a.js', before)).to.throw('changed since');
    expect(read('src/a.js')).to.equal('mine');
    rmSync(path('src/a.js'));
    expect(() => replace('src/a.js', before)).to.throw('changed since');
    expect(readdirSync(path('src'))).to.deep.equal([]);
  });

  it('refuses a file that has become a link', () => {
    const before = onDisk('src/a.js');
    renameSync(path('src/a.js'), path('b.js'));
    symlinkSync(path('b.js'), path('src/a.js'));
    expect(() => replace('src/a.js', before)).to.throw('changed since');
    expect(read('b.js')).to.equal('old');
  });

  it('refuses a file whose folder has become a link out of the root, even with the same bytes', () => {
    const outside = sandbox({ 'a.js': 'old' });
    try {
      const before = onDisk('src/a.js');
      renameSync(path('src'), path('moved'));
      symlinkSync(outside.path, path('src'));
      expect(() => replace('src/a.js', before)).to.throw('has become a link');
      expect(readFileSync(join(outside.path, 'a.js'), 'utf8')).to.equal('old');
      expect(readdirSync(outside.path)).to.deep.equal(['a.js']);
    } finally {
      outside.remove();
    }
  });

  it('refuses a path outside of the root', () => {
    mkdirSync(path('root'));
    const file = { path: path('src/a.js'), root: path('root'), onDisk: onDisk('src/a.js') };
    expect(() => replaceFile(file, Buffer.from('new'))).to.throw();
    expect(read('src/a.js')).to.equal('old');
  });

  it('refuses a read-only file, and says what to do', () => {
    chmodSync(path('src/a.js'), 0o444);
    expect(() => replace('src/a.js')).to.throw(/read-only.*chmod/);
  });
});
