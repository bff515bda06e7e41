import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';
import { parseSource } from '../../../src/codemod/source/parse-source.js';
import { readFixtures } from '../../codemod/fixtures.js';
import type { Target } from '../target.js';

const fixtures = (['programs', 'shapes', 'left', 'untouched'] as const).flatMap((group) =>
  readFixtures(group),
);

/** What looks like Socket.IO's settings, and is another's: whatever stands before it, its bytes stay. */
const FOREIGN = `
;(function () {
  const foreign = require('foreign-library');
  foreign.origins('*:*').set('origins', ['https://a.example:443']);
  foreign(3000, { origins: ['https://a.example:443'] });
  const server = new foreign.Server({ origins: '*:*' });
  return server.make({ origins: '*:*', cors: { origins: ['https://a.example/'] }, allowRequest: null });
})();
`;

/** A program, put together from those of the fixtures: whatever it is, it stays one. */
export const codemodTarget: Target = {
  name: 'codemod',
  seeds: fixtures.map(({ input }) => input),
  dictionary: [
    ...[
      "require('socket.io')",
      "import io from 'socket.io';\n",
      'origins',
      ': ',
      "io.origins('*:*');\n",
      'io.set(',
    ],
    ...[
      'handlePreflightRequest',
      'cors',
      'allowRequest',
      '(req, res) => ',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ',',
      ';',
    ],
    ...[
      '`',
      '"',
      "'",
      '/*',
      ' /* note */,',
      '*/',
      '// ',
      '\n',
      '\r\n',
      '=>',
      '...',
      '?.',
      '?? ',
      'async ',
      'await ',
      'function ',
    ],
    ...[
      'if (dev) ',
      'else ',
      'new ',
      'Server',
      '.listen(',
      'const ',
      'let ',
      '= ',
      'class A { ',
      '<T>',
      ' as any',
    ],
    ...[
      "['https://example.com:443']",
      'process.env.X',
      '${',
      '\uFEFF',
      '#!x\n',
      '\u2028',
      'null',
      'undefined',
    ],
  ],
  run(input) {
    for (const filename of ['server.js', 'server.ts']) {
      const { code, changed, findings, failure } = migrateSource(input, { filename });
      expect(changed).to.equal(code !== input);
      if (!('type' in parseSource(input, filename))) expect(code).to.equal(input);
      const beside = migrateSource(input + FOREIGN, { filename }).code;
      expect(beside.endsWith(FOREIGN), `edited outside of Socket.IO's bindings: ${beside}`).to.equal(true);
      if (failure !== undefined || !changed) continue;
      expect(findings, code).not.to.be.empty;
      expect(parseSource(code, filename), code).to.have.property('type');
      const again = migrateSource(code, { filename });
      expect(again.failure, code).to.equal(undefined);
      expect(again.code).to.equal(code);
    }
  },
};
