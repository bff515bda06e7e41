import { createRequire } from 'node:module';
import { expect } from 'chai';

const require = createRequire(import.meta.url);

describe('what a program can take from socket.io', () => {
  // So `new Server(…)` in a file is written for v3 or v4, whatever else is known, and is left alone.
  for (const release of [
    'socket.io-1.4',
    'socket.io-2.0',
    'socket.io-2.1',
    'socket.io-2.3',
    'socket.io-2.5',
  ]) {
    it(`is no Server in ${release}, but listen`, async () => {
      expect(require(release)).not.to.have.property('Server');
      expect(require(release)).to.have.property('listen');
      expect(Object.keys((await import(release)) as object)).not.to.include('Server');
    });
  }

  it('is a Server in v4, and no listen', () => {
    expect(require('socket.io')).to.have.property('Server');
    expect(require('socket.io')).not.to.have.property('listen');
  });
});
