import { expect } from 'chai';
import { isForbiddenHeader, isSafelistedHeader, unsafeHeaderNames } from '../../../src/doctor/fetch.js';

const table: readonly [name: string, value: string, isSafelisted: boolean][] = [
  ['Accept', '*/*', true],
  ['accept', 'a'.repeat(128), true],
  ['accept', 'a'.repeat(129), false],
  ['accept', 'a(b', false],
  ['accept', 'a\x7f', false],
  ['accept', 'a\tb', true],
  ['accept-language', 'de-CH, en;q=0.5', true],
  ['accept-language', 'de@1', false],
  ['content-language', 'en_US', false],
  ['Content-Type', 'text/plain;charset=UTF-8', true],
  ['content-type', 'TEXT/PLAIN', true],
  ['content-type', 'multipart/form-data; boundary=a', true],
  ['content-type', 'application/x-www-form-urlencoded', true],
  ['content-type', 'application/json', false],
  ['content-type', 'text/plainish', false],
  ['content-type', 'text/plain; a="b"', false],
  ['range', 'bytes=0-255', true],
  ['range', 'bytes=256-', true],
  ['range', 'bytes=-256', false],
  ['range', 'bytes=9-1', false],
  ['my-custom-header', 'abcd', false],
  ['authorization', 'Basic a', false],
];

describe('safelisted request headers', () => {
  for (const [name, value, isSafelisted] of table) {
    it(`${isSafelisted ? 'include' : 'leave out'} ${name}: ${value.slice(0, 40)}`, () => {
      expect(isSafelistedHeader(name, value)).to.equal(isSafelisted);
    });
  }

  it('count together up to 1024 bytes', () => {
    const headers = (count: number) =>
      Array.from({ length: count }, (): [string, string] => ['accept', 'a'.repeat(128)]);
    expect(unsafeHeaderNames(headers(8))).to.deep.equal([]);
    expect(unsafeHeaderNames(headers(9))).to.deep.equal(['accept']);
  });

  it('exclude headers that a script cannot set', () => {
    const forbidden = [
      'Cookie',
      'HOST',
      'origin',
      'Referer',
      'Sec-Fetch-Mode',
      'proxy-authorization',
      'Connection',
    ];
    expect(forbidden.filter((name) => !isForbiddenHeader(name))).to.deep.equal([]);
    expect(['Authorization', 'my-custom-header', 'security'].filter(isForbiddenHeader)).to.deep.equal([]);
  });
});
