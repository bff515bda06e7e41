import { expect } from 'chai';
import { unsupportedNode } from '../../src/cli/unsupported-node.js';

describe('unsupportedNode', () => {
  for (const version of ['20.0.0', '20.19.0', '22.1.0', '24.0.0', '100.0.0']) {
    it(`has nothing against ${version}`, () => expect(unsupportedNode(version)).to.equal(undefined));
  }

  for (const version of ['16.0.0', '18.20.4', '19.9.0']) {
    it(`says on ${version} which Node is needed, and which this is`, () => {
      expect(unsupportedNode(version)).to.include('needs Node 20').and.to.include(`Node ${version}`);
    });
  }
});
