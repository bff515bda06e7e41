import { expect } from 'chai';
import { explainCode, looksLikeCode } from '../../src/explain/explain-code.js';
import { chapters } from '../../src/messages/docs/index.js';

describe('explainCode', () => {
  for (const { title, codes } of chapters) {
    it(`explains every code of the chapter ${title}`, () => {
      for (const { code } of codes) {
        const { exitCode, text } = explainCode(code);
        expect(exitCode, code).to.equal(0);
        expect(text.startsWith(`${code} (`), code).to.be.true;
        expect(text, code).to.match(/^Fix: /m);
      }
    });
  }

  for (const [typed, meant] of [
    ['ORIGIN_NOW_ADMITED', 'ORIGIN_NOW_ADMITTED'],
    ['origin-now-admitted', 'ORIGIN_NOW_ADMITTED'],
    ['CORSMissingAllowOrgin', 'CORSMissingAllowOrigin'],
  ] as const) {
    it(`answers ${typed} with ${meant}, and exit code 3`, () => {
      const { exitCode, text } = explainCode(typed);
      expect(exitCode).to.equal(3);
      expect(text).to.include(meant);
    });
  }
});

describe('looksLikeCode', () => {
  it('tells codes from settings and paths', () => {
    for (const code of ['ORIGIN_NOW_ADMITTED', 'NO_SUCH_CODE', 'CORSDidNotSucceed'])
      expect(looksLikeCode(code), code).to.be.true;
    for (const other of ['{}', 'settings.json', 'server.js', '-', '[]', 'SETTINGS.json'])
      expect(looksLikeCode(other), other).to.be.false;
  });
});
