import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { expect } from 'chai';
import type { DiscoveredFile } from '../../../src/codemod/project/discover.js';
import { readProject, Work } from '../../../src/codemod/project/project.js';
import { sandbox } from '../../cli/sandbox.js';

const FILES = ['/0.js', '/1.js', '/2.js'].map(
  (path): DiscoveredFile => ({ path, root: '/', kind: 'source', named: 'folder' }),
);

describe('Work', () => {
  it('fails only the file that has an error', () => {
    const work = new Work();
    const results = work.each(FILES, ({ path }) => {
      if (path === '/1.js') throw new Error('no access');
      return path;
    });
    expect(results).to.deep.equal(['/0.js', '/2.js']);
    expect([...work.failed]).to.deep.equal([['/1.js', 'no access']]);
  });
});

describe('readProject', () => {
  it('looks for checks and uses of servers only in the program of a file that names Socket.IO', () => {
    const box = sandbox({
      ...{ 'app/package.json': '{}', 'lib/package.json': '{}', 'elsewhere/package.json': '{}' },
      'app/server.js': "require('socket.io')(3000); require('../lib/check');",
      'app/game.js': 'io.to(room).emit(name);',
      'lib/check.js': 'exports.isKnown = (origin, callback) => callback(null, true);',
      'elsewhere/check.js': 'exports.isKnown = (origin, callback) => callback(null, true);',
      'elsewhere/game.js': 'io.to(room).emit(name);',
    });
    try {
      const cwd = realpathSync(box.path);
      const { sources } = readProject({ paths: [cwd], cwd, ignore: [], packageJson: true }, new Work());
      expect(sources.map(({ path }) => relative(cwd, path))).to.deep.equal([
        'app/game.js',
        'app/server.js',
        'lib/check.js',
      ]);
    } finally {
      box.remove();
    }
  });
});
