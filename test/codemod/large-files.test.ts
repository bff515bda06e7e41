import { expect } from 'chai';
import { migrateSource } from '../../src/codemod/index.js';

const SERVER = "const io = require('socket.io')(server, { origins: ['https://example.com:443'] });\n";

/** Files with many parts that depend on each other: quadratic work would not finish in time. */
const LARGE: Readonly<Record<string, string>> = {
  functions: SERVER + lines(20_000, (n) => `function f${n}(a) { return a + ${n}; }`),
  'functions on one line': `${SERVER}(function(){${lines(8_000, (n) => `var a${n}=function(t){return t?e(t,${n}):a${n}};`).replace(/\n/g, '')}})();`,
  'calls of origins()': `const io = require('socket.io')(server);\n${lines(4_000, (n) => `io.origins(['https://page-${n}.example:443']);`)}`,
  servers: lines(1_500, (n) => `const io${n} = require('socket.io')(server${n}, { origins: ['*:*'] });`),
  'servers that are left to a person': lines(
    1_500,
    (n) => `const io${n} = require('socket.io')(server${n}, config);`,
  ),
  'names for a server': `${SERVER}${lines(8_000, (n) => `b${n} = b${n + 1};`)}b8000 = io;\n`,
  'values of a variable': `${SERVER}var x;\n${lines(30_000, () => 'x = x + 1;')}`,
  'foreign calls of origins()': SERVER + lines(8_000, (n) => `route${n}.origins('*:*');`),
};

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => `${line(n)}\n`).join('');
}

describe('migrateSource, of large files', function () {
  this.timeout(60_000);

  for (const [name, code] of Object.entries(LARGE)) {
    it(`finishes with many ${name}`, () => {
      const { findings, failure } = migrateSource(code, { filename: 'server.js' });
      expect(failure).to.equal(undefined);
      expect(findings).to.not.be.empty;
    });
  }
});

describe('migrateSource, of code that is nested deeply', () => {
  const DEEP: Readonly<Record<string, string>> = {
    arrays: `x = ${'['.repeat(5000)}${']'.repeat(5000)};`,
    calls: `x = ${'f('.repeat(5000)}${')'.repeat(5000)};`,
    functions: `${'function f() {'.repeat(5000)}${'}'.repeat(5000)}`,
    blocks: `${'{'.repeat(5000)}${'}'.repeat(5000)}`,
    sums: `x = ${'1 + '.repeat(50_000)}1;`,
    'calls in a chain': `x${'.then()'.repeat(20_000)};`,
  };

  for (const [name, text] of Object.entries(DEEP)) {
    for (const filename of ['server.js', 'server.ts']) {
      it(`fails, says why, and returns the code unchanged: ${name}, ${filename}`, () => {
        const code = SERVER + text;
        expect(migrateSource(code, { filename })).to.deep.equal({
          code,
          changed: false,
          findings: [],
          failure: { message: 'The code is nested too deeply to be read', line: 1, column: 1 },
        });
      });
    }
  }
});
