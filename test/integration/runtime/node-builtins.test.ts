import * as http from 'node:http';
import { expect } from 'chai';
import { nodeHttp } from '../../../src/runtime/node-builtins.js';

describe('nodeHttp', () => {
  it("gives Node's own module", () => {
    expect(nodeHttp().ServerResponse).to.equal(http.ServerResponse);
  });
});
