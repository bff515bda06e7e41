import { expect } from 'chai';
import type { ServerOptions } from 'socket.io';
import { type Answer, ask, type Question } from './ask.js';
import { MODERN_RELEASES, type ModernRelease } from './releases.js';
import { startModern } from './servers.js';

const GOOD = 'https://example.com';
const EVIL = 'https://evil.example';

/** What v4 does with the `cors` that people copy their `origins` into: the reason for `allowRequest`. */
describe('facts: v4', () => {
  for (const release of MODERN_RELEASES) {
    describe(`socket.io ${release}`, () => {
      it('opens a WebSocket for any origin, whatever cors.origin lists', async () => {
        const answer = await askOnce(
          release,
          { cors: { origin: [GOOD] } },
          { kind: 'websocket', origin: EVIL },
        );
        expect(answer.admitted).to.be.true;
      });

      it('opens a polling session for any origin, and keeps the page from reading it', async () => {
        const answer = await askOnce(
          release,
          { cors: { origin: [GOOD] } },
          { kind: 'polling', origin: EVIL },
        );
        expect(answer.admitted).to.be.true;
        expect(answer.headers).to.deep.equal([['vary', 'Origin']]);
      });

      it('opens a JSONP session for any page', async () => {
        const question = { kind: 'jsonp', referer: `${EVIL}/` } as const;
        expect((await askOnce(release, { cors: { origin: [GOOD] } }, question)).admitted).to.be.true;
      });

      for (const cors of [{}, true, [GOOD], GOOD, { origins: [GOOD] }]) {
        it(`allows everyone under cors: ${JSON.stringify(cors)}`, async () => {
          const options = { cors } as unknown as Partial<ServerOptions>;
          const answer = await askOnce(release, options, { kind: 'polling', origin: EVIL });
          expect(answer.headers).to.deep.include(['access-control-allow-origin', '*']);
        });
      }

      it('matches entries exactly', async () => {
        for (const entry of ['https://example.com:443', 'https://example.com/', 'https://Example.com']) {
          const answer = await askOnce(
            release,
            { cors: { origin: [entry] } },
            { kind: 'polling', origin: GOOD },
          );
          expect(answer.headers, entry).to.deep.equal([['vary', 'Origin']]);
        }
      });

      it('lets an allowed origin read a refusal of allowRequest', async () => {
        const options: Partial<ServerOptions> = {
          cors: { origin: [GOOD] },
          allowRequest: (_req, callback) => callback('no ticket', false),
        };
        const answer = await askOnce(release, options, { kind: 'polling', origin: GOOD });
        expect(answer).to.include({ status: 403, body: '{"code":4,"message":"no ticket"}' });
        expect(answer.headers).to.deep.include(['access-control-allow-origin', GOOD]);
      });

      it('refuses Engine.IO 3 clients unless allowEIO3', async () => {
        const question = { kind: 'polling', eio: 3 } as const;
        expect(JSON.parse((await askOnce(release, {}, question)).body)).to.include({ code: 5 });
        expect((await askOnce(release, { allowEIO3: true }, question)).admitted).to.be.true;
      });
    });
  }
});

type OneQuestion = Question extends infer Q
  ? Q extends unknown
    ? Omit<Q, 'eio'> & { eio?: 3 | 4 }
    : never
  : never;

async function askOnce(
  release: ModernRelease,
  options: Partial<ServerOptions>,
  question: OneQuestion,
): Promise<Answer> {
  const server = await startModern(release, options);
  try {
    return await ask(server, { eio: 4, ...question });
  } finally {
    await server.close();
  }
}
