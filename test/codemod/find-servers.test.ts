import type * as t from '@babel/types';
import { expect } from 'chai';
import { openProgram } from '../../src/codemod/ast/open-program.js';
import { parseSource } from '../../src/codemod/ast/parse-source.js';
import { findServers } from '../../src/codemod/detect/find-servers.js';

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
