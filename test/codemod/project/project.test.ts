import { expect } from 'chai';
import type { DiscoveredFile } from '../../../src/codemod/project/discover.js';
import { Work } from '../../../src/codemod/project/project.js';

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
