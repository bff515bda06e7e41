import { createRequire } from 'node:module';
import { expect } from 'chai';

const require = createRequire(import.meta.url);

describe('the exports of socket.io', () => {
  // So a file with `new Server(…)` is written for v3 or v4.
  for (const release of [
    'socket.io-1.4',
    'socket.io-2.0',
    'socket.io-2.1',
    'socket.io-2.3',
    'socket.io-2.5',
  ]) {
    it(`include listen, but no Server, in ${release}`, async () => {
      expect(require(release)).not.to.have.property('Server');
      expect(require(release)).to.have.property('listen');
      expect(Object.keys((await import(release)) as object)).not.to.include('Server');
    });
  }

  it('include Server, but no listen, in v4', () => {
    expect(require('socket.io')).to.have.property('Server');
    expect(require('socket.io')).not.to.have.property('listen');
  });
});
