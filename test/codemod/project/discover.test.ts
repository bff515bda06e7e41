import { realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { discover } from '../../../src/codemod/project/discover.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

/** Outside of repositories. For those, see test/integration/project/git.test.ts. */
describe('discover', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox({
      'package.json': '{}',
      'a.js': '',
      'B.TSX': '',
      'types.d.ts': '',
      'bin/www': '',
      'bin/README': '',
      'page.html': '',
      'style.css': '',
      'src/c.mts': '',
      'src/old/d.cjs': '',
      'packages/p/package.json': '{}',
      'packages/p/e.js': '',
      'node_modules/x/index.js': '',
      '.gitignore': 'old\n!/src/kept\n',
    });
  });
  afterEach(() => box.remove());

  const found = (paths: readonly string[], ignored: readonly string[] = []) => {
    const root = realpathSync(box.path);
    const { files } = discover(paths, root, ignored);
    return files.map(({ path, kind, named }) => `${relative(root, path)} ${kind} ${named}`).sort();
  };

  it('finds sources, scripts, pages and package.json, but no files that .gitignore names', () => {
    expect(found(['.'])).to.deep.equal([
      'B.TSX source folder',
      'a.js source folder',
      'bin/www script folder',
      'package.json package.json folder',
      'packages/p/e.js source folder',
      'packages/p/package.json package.json folder',
      'page.html page folder',
      'src/c.mts source folder',
    ]);
  });

  it('finds the rest of the package around a part of it', () => {
    expect(found(['src'])).to.deep.equal([
      'B.TSX source package',
      'a.js source package',
      'bin/www script package',
      'package.json package.json package',
      'page.html page package',
      'src/c.mts source folder',
      'src/old/d.cjs source folder',
    ]);
    expect(found(['packages/p/e.js'])).to.deep.equal([
      'packages/p/e.js source path',
      'packages/p/package.json package.json package',
    ]);
  });

  it('reads a named file as a source, whatever its extension, also if a named folder contains it', () => {
    expect(found(['bin/README'])).to.include('bin/README source path');
    expect(found(['.', 'a.js']))
      .to.include('a.js source path')
      .and.not.include('a.js source folder');
    expect(found(['a.js', '.']))
      .to.include('a.js source path')
      .and.not.include('a.js source folder');
    expect(found(['src/old'])).to.include('src/old/d.cjs source folder');
  });

  it('skips paths that match a pattern, in the syntax of .gitignore', () => {
    const names = found(['.'], ['packages', '*.html', '/a.js']);
    expect(names).to.deep.equal([
      'B.TSX source folder',
      'bin/www script folder',
      'package.json package.json folder',
      'src/c.mts source folder',
    ]);
  });

  it('reports a missing path, and one that is neither a file nor a folder', () => {
    const { unreadable } = discover(['none', '/dev/zero'], box.path);
    expect(unreadable).to.deep.equal([
      { path: join(box.path, 'none'), reason: 'there is no such file or folder' },
      { path: '/dev/zero', reason: 'it is neither a file nor a folder' },
    ]);
  });
});
