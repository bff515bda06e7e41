import { expect } from 'chai';
import { compileDecision } from '../../src/origins/decide.js';
import { couldBeAdmitted, hasLiteralWildcard } from '../../src/v2/could-be-admitted.js';

const alone = (entry: string) =>
  couldBeAdmitted(entry, compileDecision({ kind: 'allow-list', keys: [entry] }));

describe('couldBeAdmitted', () => {
  const could = [
    ...[
      'https://example.com:443',
      'http://localhost:3000',
      'example.com:443',
      'example.com:*',
      '*:80',
      '*:443',
    ],
    ...[
      'null:80',
      'null:*',
      '::1:3000',
      'http://::1:3000',
      'capacitor://localhost:80',
      'chrome-extension://id:80',
      ':80',
      ':*',
    ],
    ...['*.example.com:443', 'xn--bcher-kva.example:443', 'https://*:443', 'file://:80', 'null//null:80'],
  ];
  for (const entry of could) {
    it(`is true for ${entry}`, () => {
      expect(alone(entry)).to.equal(true);
    });
  }

  const never = [
    ...['', '*', 'example.com', 'https://example.com', 'https://example.com:*', 'https://Example.com:443'],
    ...['Example.com:443', 'https://example.com:443/', 'https://example.com:443/chat', 'bücher.example:443'],
    ...['example.com:443 ', 'http://[::1]:3000', '[::1]:3000'],
  ];
  for (const entry of never) {
    it(`is false for ${JSON.stringify(entry)}`, () => {
      expect(alone(entry)).to.equal(false);
    });
  }
});

describe('hasLiteralWildcard', () => {
  const cases = [
    { entry: '*:80', is: false },
    { entry: '*:*', is: false },
    { entry: 'example.com:*', is: false },
    { entry: 'example.com:443', is: false },
    { entry: '*.example.com:443', is: true },
    { entry: '*.example.com:*', is: true },
    { entry: 'https://*:443', is: true },
    { entry: '*:80/', is: true },
    { entry: 'a:*b', is: true },
    { entry: '*://example.com:443', is: true },
  ];
  for (const { entry, is } of cases) {
    it(`is ${is} for ${entry}`, () => {
      expect(hasLiteralWildcard(entry)).to.equal(is);
    });
  }
});
