import type * as t from '@babel/types';
import { expect } from 'chai';
import { findServers } from '../../src/codemod/find/find-servers.js';
import { openProgram } from '../../src/codemod/scope/open-program.js';
import { parseSource } from '../../src/codemod/source/parse-source.js';

describe('findServers', () => {
  it('reads what a variable is given a few times, however often it makes a server of itself', () => {
    const count = 200;
    const code = `let io = require('socket.io');\n${'io = io.listen(server);\n'.repeat(count)}`;
    const program = openProgram(parseSource(code, 'server.js') as t.File);
    const binding = program.scope.getBinding('io');
    let reads = 0;
    const assignments = new Proxy(binding?.constantViolations ?? [], {
      get(list, key) {
        if (/^\d+$/.test(String(key))) reads += 1;
        return Reflect.get(list, key) as unknown;
      },
    });
    Object.defineProperty(binding, 'constantViolations', { value: assignments });
    expect(findServers(program).sites).to.have.length(1);
    expect(reads).to.be.within(count, 10 * count);
  });
});
