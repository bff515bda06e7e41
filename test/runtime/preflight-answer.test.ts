import { expect } from 'chai';
import { preflightAnswer } from '../../src/runtime/preflight-answer.js';

const read = (headers: Readonly<Record<string, string>>) =>
  preflightAnswer(204, (name) => headers[name.replace('access-control-', '')]);

describe('preflightAnswer', () => {
  it('reads an answer that says nothing', () => {
    expect(read({})).to.deep.equal({
      status: 204,
      allowOrigin: undefined,
      allowCredentials: false,
      allowMethods: [],
      allowHeaders: [],
      exposeHeaders: [],
      maxAge: undefined,
    });
  });

  it('trims values and the entries of lists, as browsers do', () => {
    expect(
      read({
        'allow-origin': '\t https://example.com ',
        'allow-credentials': ' true',
        'allow-methods': ' GET ,, PUT,',
        'allow-headers': 'x-a,x-b ',
        'expose-headers': ' x-c',
        'max-age': ' 600 ',
      }),
    ).to.deep.equal({
      status: 204,
      allowOrigin: 'https://example.com',
      allowCredentials: true,
      allowMethods: ['GET', 'PUT'],
      allowHeaders: ['x-a', 'x-b'],
      exposeHeaders: ['x-c'],
      maxAge: 600,
    });
  });

  const credentials = ['TRUE', 'True', 'true, true', 'false', '1', ''];
  for (const value of credentials) {
    it(`takes ${JSON.stringify(value)} for no credentials`, () => {
      expect(read({ 'allow-credentials': value }).allowCredentials).to.equal(false);
    });
  }

  const ages: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['-1', -1],
    ['86400', 86400],
    ['1.5', undefined],
    ['1e3', undefined],
    ['600s', undefined],
    ['x600', undefined],
    ['', undefined],
  ];
  for (const [value, maxAge] of ages) {
    it(`reads Access-Control-Max-Age: ${JSON.stringify(value)} as ${maxAge}`, () => {
      expect(read({ 'max-age': value }).maxAge).to.equal(maxAge);
    });
  }
});
