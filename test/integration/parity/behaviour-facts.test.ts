import { expect } from 'chai';
import { type Answer, ask } from './ask.js';
import { LEGACY_RELEASES, type LegacyRelease } from './releases.js';
import { type LegacySettings, type RunningServer, startLegacy } from './servers.js';

const GOOD = 'https://example.com';
const EVIL = 'https://evil.example';
const LIST = { origins: ['example.com:*', 'https://example.com'] }; // one entry for every era
const REFLECTED = (origin: string) => ({
  'access-control-allow-credentials': 'true',
  'access-control-allow-origin': origin,
});

const headersOf = (answer: Answer) => Object.fromEntries(answer.headers);

describe('facts: answers of v2', () => {
  for (const release of LEGACY_RELEASES) {
    describe(`socket.io ${release}`, () => {
      it('reflects the origin with credentials if it admits, and sends no Vary', async () => {
        const answer = await askOnce(release, LIST, { kind: 'polling', origin: GOOD });
        expect(answer.status).to.equal(200);
        expect(headersOf(answer)).to.deep.equal(REFLECTED(GOOD));
      });

      it('sends * if there is no origin', async () => {
        const settings = release === '2.4.0' ? { origins: [] } : {};
        const answer = await askOnce(release, settings, { kind: 'polling' });
        expect(headersOf(answer)).to.deep.equal({ 'access-control-allow-origin': '*' });
      });

      it('refuses a polling handshake', async () => {
        const answer = await askOnce(release, LIST, { kind: 'polling', origin: EVIL });
        if (release === '1.4') {
          expect(answer).to.include({ status: 400, body: '{"code":null}' });
          expect(headersOf(answer)).to.deep.equal(REFLECTED(EVIL));
        } else {
          expect(answer).to.include({ status: 403, body: '{"code":4,"message":"Forbidden"}' });
          expect(answer.headers).to.be.empty;
        }
      });

      it('refuses a WebSocket handshake', async () => {
        const answer = await askOnce(release, LIST, { kind: 'websocket', origin: EVIL });
        expect(answer.status).to.equal(release === '1.4' ? 0 : 400); // 1.4 drops the connection
      });

      it('lets success alone decide, whatever the error of a function origin', async () => {
        const settings = { origins: (_: unknown, cb: (e: unknown, ok: boolean) => void) => cb('err', true) };
        expect((await askOnce(release, settings, { kind: 'polling', origin: EVIL })).admitted).to.be.true;
        expect((await askOnce(release, settings, { kind: 'websocket', origin: EVIL })).admitted).to.be.true;
      });

      it('gives the message of a function origin that refuses', async () => {
        const settings = {
          origins: (_: unknown, cb: (e: unknown, ok: boolean) => void) => cb('not here', false),
        };
        const answer = await askOnce(release, settings, { kind: 'polling', origin: EVIL });
        expect(JSON.parse(answer.body)).to.deep.equal(
          release === '1.4' ? { code: 'not here' } : { code: 4, message: 'not here' },
        );
      });

      it('asks a function origin about the Referer if there is no Origin', async () => {
        const seen: unknown[] = [];
        const settings = {
          origins: (origin: unknown, cb: (e: unknown, ok: boolean) => void) => {
            seen.push(origin);
            cb(null, false);
          },
        };
        await askOnce(release, settings, { kind: 'polling', referer: `${GOOD}/page` });
        await askOnce(release, settings, { kind: 'polling', origin: 'null' });
        await askOnce(release, settings, { kind: 'polling' });
        expect(seen).to.deep.equal(
          release === '2.4.0' ? [undefined, 'null', undefined] : [`${GOOD}/page`, '*', '*'],
        );
      });

      it('opens no JSONP session for a foreign page', async () => {
        const own = await askOnce(release, LIST, { kind: 'jsonp', referer: `${GOOD}/page` });
        const foreign = await askOnce(release, LIST, { kind: 'jsonp', referer: `${EVIL}/page` });
        expect(own.admitted).to.equal(release !== '2.4.0');
        expect(foreign.admitted).to.be.false;
      });

      it('takes the last origins() call, and ignores the option then', async () => {
        const settings = { ...LIST, originsCalls: [['x.example:443'], ['evil.example:443', EVIL]] };
        expect((await askOnce(release, settings, { kind: 'polling', origin: GOOD })).admitted).to.be.false;
        expect((await askOnce(release, settings, { kind: 'polling', origin: EVIL })).admitted).to.be.true;
      });

      it("refuses everyone after origins('')", async () => {
        const settings = { originsCalls: [''] };
        expect((await askOnce(release, settings, { kind: 'polling', origin: GOOD })).admitted).to.be.false;
        expect((await askOnce(release, settings, { kind: 'polling' })).admitted).to.be.false;
      });

      it('replaces the whole check by allowRequest', async () => {
        const settings = {
          ...LIST,
          allowRequest: (_: unknown, cb: (e: null, ok: boolean) => void) => cb(null, true),
        };
        expect((await askOnce(release, settings, { kind: 'websocket', origin: EVIL })).admitted).to.be.true;
      });

      it('answers a preflight without a session with 400, and one with a session with Content-Type', async () => {
        await withServer(release, LIST, async (server) => {
          const { sid = '' } = await ask(server, { kind: 'polling', eio: 3, origin: GOOD });
          expect(sid).not.to.equal('');
          const preflight = { kind: 'preflight', eio: 3, method: 'POST', headerNames: ['x-token'] } as const;
          expect((await ask(server, { ...preflight, origin: GOOD })).status).to.equal(400);
          const own = await ask(server, { ...preflight, sid, origin: GOOD });
          expect(own.status).to.equal(200);
          expect(headersOf(own)).to.deep.equal({
            ...REFLECTED(GOOD),
            'access-control-allow-headers': 'Content-Type',
          });
          // After the handshake nothing is checked.
          expect((await ask(server, { ...preflight, sid, origin: EVIL })).status).to.equal(200);
        });
      });

      if (release === '1.4') {
        it('knows no handlePreflightRequest', async () => {
          const settings = { ...LIST, handlePreflightRequest: () => expect.fail('1.4 called it') };
          expect((await askOnce(release, settings, PREFLIGHT)).status).to.equal(400);
        });
        return;
      }

      it('calls handlePreflightRequest for every OPTIONS request, with the HTTP server as this', async () => {
        let receiver: unknown;
        const settings = {
          ...LIST,
          handlePreflightRequest(this: unknown, ...args: [unknown, { end(): void; statusCode: number }]) {
            receiver = this;
            expect(args).to.have.length(2);
            args[1].statusCode = 299;
            args[1].end();
          },
        };
        const answer = await askOnce(release, settings, PREFLIGHT);
        expect(answer.status).to.equal(299);
        expect(answer.headers).to.be.empty;
        expect(receiver).to.have.property('listen');
      });

      it('leaves OPTIONS to the other listeners under handlePreflightRequest: false', async () => {
        expect(
          (await askOnce(release, { ...LIST, handlePreflightRequest: false }, PREFLIGHT)).status,
        ).to.equal(404);
      });
    });
  }
});

const PREFLIGHT = { kind: 'preflight', origin: EVIL, method: 'GET', headerNames: ['x-token'] } as const;
type OneQuestion = Parameters<typeof ask>[1] extends infer Q
  ? Q extends unknown
    ? Omit<Q, 'eio'>
    : never
  : never;

async function askOnce(
  release: LegacyRelease,
  settings: LegacySettings,
  question: OneQuestion,
): Promise<Answer> {
  return withServer(release, settings, (server) => ask(server, { ...question, eio: 3 }));
}

async function withServer<T>(
  release: LegacyRelease,
  settings: LegacySettings,
  run: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await startLegacy(release, settings);
  try {
    return await run(server);
  } finally {
    await server.close();
  }
}
