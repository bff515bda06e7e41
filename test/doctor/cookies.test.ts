import { expect } from 'chai';
import { cookiesOf, isSentBack } from '../../src/doctor/cookies.js';
import type { Page } from '../../src/doctor/observation.js';
import { answer } from './seen.js';

const page = (origin: string, credentials = true, role: Page['role'] = 'asked'): Page => ({
  ...{ origin, credentials, role },
  headers: [],
});

const cases: readonly [desc: string, page: Page, server: string, line: string, isSent: boolean][] = [
  ['the same site', page('https://www.a.com'), 'https://api.a.com/', 'S=1; Path=/', true],
  ['the same host, another port', page('http://localhost:3000'), 'http://localhost:4000/', 'S=1', true],
  ['the same site by another scheme', page('http://www.a.com'), 'https://api.a.com/', 'S=1', false],
  ['another site', page('https://a.com'), 'https://b.com/', 'S=1; Path=/', false],
  ['another site, SameSite=Lax', page('https://a.com'), 'https://b.com/', 'S=1; SameSite=Lax', false],
  ['another site, SameSite=Strict', page('https://a.com'), 'https://b.com/', 'S=1; SameSite=Strict', false],
  ['another site, SameSite=None', page('https://a.com'), 'https://b.com/', 'S=1; SameSite=None', false],
  [
    'another site, None; Secure',
    page('https://a.com'),
    'https://b.com/',
    'S=1; SAMESITE=none; secure',
    false,
  ],
  [
    'another site, Partitioned',
    page('https://a.com'),
    'https://b.com/',
    'S=1; SameSite=None; Secure; PARTITIONED',
    true,
  ],
  ['Secure over http', page('http://www.a.com'), 'http://api.a.com/', 'S=1; Secure', false],
  ['Secure over http on this machine', page('http://localhost:1'), 'http://localhost/', 'S=1; Secure', true],
  ['another path', page('https://www.a.com'), 'https://api.a.com/socket.io/', 'S=1; Path=/chat', false],
  [
    'the beginning of the path',
    page('https://www.a.com'),
    'https://api.a.com/socket.io/',
    'S=1; Path=/socket.io',
    true,
  ],
  [
    'the beginning of a name',
    page('https://www.a.com'),
    'https://api.a.com/socket.io/',
    'S=1; Path=/socket',
    false,
  ],
  ['two paths', page('https://www.a.com'), 'https://api.a.com/socket.io/', 'S=1; Path=/; Path=/chat', false],
  ['no credentials', page('https://www.a.com', false), 'https://api.a.com/', 'S=1', false],
  ['the own page, no credentials', page('https://a.com', false, 'own'), 'https://a.com/', 'S=1', true],
  ['a sibling below co.uk', page('https://a.co.uk'), 'https://b.co.uk/', 'S=1', false],
  ['a subdomain below co.uk', page('https://a.co.uk'), 'https://api.a.co.uk/', 'S=1', true],
  ['two addresses', page('http://10.0.0.1'), 'http://10.1.0.1/', 'S=1', false],
  ['a sandboxed frame', page('null'), 'https://a.com/', 'S=1', false],
];

describe('a cookie is sent back like in a browser:', () => {
  for (const [desc, from, server, line, isSent] of cases) {
    it(`${desc}: ${isSent ? 'yes' : 'no'}`, () => {
      const [cookie, ...others] = cookiesOf(answer(200, [['Set-Cookie', line]]));
      expect([cookie?.name, cookie?.pair, others]).to.deep.equal(['S', 'S=1', []]);
      expect(cookie !== undefined && isSentBack(cookie, from, server)).to.equal(isSent);
    });
  }

  it('not if it cannot be sent', () => {
    const lines = ['a=\x01', '', '   '].map((line) => ['Set-Cookie', line] as const);
    expect(cookiesOf(answer(200, lines))).to.deep.equal([]);
  });
});
