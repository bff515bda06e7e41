import { expect } from 'chai';
import { readOrigin } from '../../playground/src/read-origin.js';

describe('an origin that is typed into the playground', () => {
  for (const [typed, origin] of [
    [' https://Example.com:443/chat?x ', 'https://example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://bücher.example', 'http://xn--bcher-kva.example'],
    ['http://[::1]:80', 'http://[::1]'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['null', 'null'],
  ] as const) {
    it(`is ${origin} for ${typed.trim()}`, () => {
      expect(readOrigin(typed)).to.deep.equal({ origin });
    });
  }

  for (const typed of [
    '',
    'example.com',
    'localhost:3000',
    'https://',
    'http://a b',
    'javascript:alert(1)',
    'x:///',
  ]) {
    it(`is none: ${typed || 'nothing'}`, () => {
      expect(readOrigin(typed))
        .to.have.property('problem')
        .that.matches(/https:\/\/example\.com/);
    });
  }
});
