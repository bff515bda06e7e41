import { expect } from 'chai';
import type { DiscoveredFile } from '../../../src/codemod/project/discover.js';
import { Work } from '../../../src/codemod/project/project.js';

const FILES = Array.from(
  { length: 200 },
  (_, index): DiscoveredFile => ({ path: `/${index}.js`, root: '/', kind: 'source', named: 'folder' }),
);

describe('Work', () => {
  it('handles a signal between files that have no result', async () => {
    let isHeard = false;
    setImmediate(() => {
      isHeard = true;
    });
    const work = new Work(() => isHeard);
    let seen = 0;
    await work.each(FILES, () => {
      seen++;
      return undefined;
    });
    expect(work.isStopped).to.equal(true);
    expect(seen).to.be.lessThan(FILES.length);
  });

  it('fails only the file that has an error', async () => {
    const work = new Work();
    const results = await work.each(FILES.slice(0, 3), ({ path }) => {
      if (path === '/1.js') throw new Error('no access');
      return path;
    });
    expect(results).to.deep.equal(['/0.js', '/2.js']);
    expect([...work.failed]).to.deep.equal([['/1.js', 'no access']]);
  });
});
