import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { exactVersion, LEGACY_RELEASES } from '../parity/releases.js';
import { type RunningServer, startEngine, startLegacy, startModern } from '../parity/servers.js';

/** The cookie of a handshake, without the session id and the case of attribute names; undefined if there is none. */
async function cookieFrom(starting: Promise<RunningServer>, protocol: 3 | 4): Promise<string | undefined> {
  const server = await starting;
  try {
    const response = await fetch(`${server.url}${server.path}?EIO=${protocol}&transport=polling`);
    expect(response.status).to.equal(200);
    const [pair = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
    if (pair === '') return undefined;
    return [pair.replace(/=.*/, ''), ...attributes.map((text) => text.replace(/^\w+/, lowerCase))].join('; ');
  } finally {
    await server.close();
  }
}

const lowerCase = (name: string) => name.toLowerCase();

const SETTINGS = [
  { cookie: 'woot' },
  { cookie: 'woot', cookiePath: '/x' },
  { cookie: 'woot', cookiePath: false },
  { cookie: 'woot', cookieHttpOnly: false },
  { cookie: 'woot', cookieHttpOnly: true },
  { cookie: 'woot', cookiePath: false, cookieHttpOnly: true },
  { cookie: '' },
  { cookie: null },
  { cookie: true },
  { cookie: false },
  { cookie: false, cookiePath: '/x' },
  { cookiePath: '/x' },
  { cookiePath: false },
  { cookieHttpOnly: false },
];

/** Socket.IO 2.4 brought cookies as objects. */
const OBJECTS = [
  { cookie: { name: 'woot' } },
  { cookie: { name: 'woot', path: '/x', httpOnly: true, sameSite: 'lax', secure: true, maxAge: 60 } },
];

describe('the cookie of a translated server', () => {
  for (const release of LEGACY_RELEASES) {
    const from = exactVersion(release);
    const settings = ['2.4.0', '2.5'].includes(release) ? [...SETTINGS, ...OBJECTS] : SETTINGS;
    for (const given of settings) {
      it(`is the one that ${from} set: ${JSON.stringify(given)}`, async () => {
        const before = await cookieFrom(startLegacy(release, given), 3);
        for (const to of ['4.0', '4.8'] as const) {
          const { options } = translateCors(given, { from, to: exactVersion(to) });
          expect(await cookieFrom(startModern(to, options), 4), to).to.equal(before);
        }
      });
    }
  }

  it('is the one that Engine.IO 3.6 set', async () => {
    for (const given of [...SETTINGS, ...OBJECTS]) {
      const before = await cookieFrom(startEngine(3, given), 3);
      const { options } = translateCors(given);
      expect(await cookieFrom(startEngine(6, options), 4), JSON.stringify(given)).to.equal(before);
    }
  });

  it('is not invented if v2 was given nothing about it', async () => {
    expect(translateCors({}).options).not.to.have.property('cookie');
    expect(await cookieFrom(startModern('4.8', translateCors({}).options), 4)).to.equal(undefined);
  });
});
