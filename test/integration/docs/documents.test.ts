import { expect } from 'chai';
import { measuredDocuments } from '../../../scripts/docs/measured.js';

describe('the documents that real servers and the command fill', function () {
  this.timeout(60_000);

  it('are up to date (npm run docs)', async () => {
    for (const { path, before, after } of await measuredDocuments())
      expect(before === after, `${path} is out of date: run npm run docs`).to.be.true;
  });
});
