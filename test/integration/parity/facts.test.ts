import { inspect } from 'node:util';
import { expect } from 'chai';
import { ask } from './ask.js';
import { callerOf } from './caller-of.js';
import { eraOf } from './era-of.js';
import { mapLimited } from './map-limited.js';
import { ORIGIN_FACTS } from './origin-facts.js';
import { LEGACY_RELEASES } from './releases.js';
import { startLegacy } from './servers.js';

/** Everything about v2 that the translation relies on, checked with v2 itself. */
describe('facts: the origin check of v2', () => {
  for (const release of LEGACY_RELEASES) {
    describe(`socket.io ${release}`, () => {
      for (const { configured, admits = [], refuses = [], eras } of ORIGIN_FACTS) {
        if (!(eras ?? ['host-port', 'scheme-host-port']).includes(eraOf(release))) continue;
        it(`origins: ${inspect(configured)} ${admits.length > 0 ? 'allows' : 'refuses'} the expected origins`, async () => {
          const server = await startLegacy(release, { origins: configured });
          const callers = [
            ...admits.map((name) => ({ name, admitted: true })),
            ...refuses.map((name) => ({ name, admitted: false })),
          ];
          expect(callers).not.to.be.empty;
          try {
            const answers = await mapLimited(callers, 8, async ({ name }) => {
              const question = { ...callerOf(name), eio: 3 } as const;
              const [polling, websocket] = await Promise.all([
                ask(server, { ...question, kind: 'polling' }),
                ask(server, { ...question, kind: 'websocket' }),
              ]);
              return { name, polling: polling.admitted, websocket: websocket.admitted };
            });
            expect(answers).to.deep.equal(
              callers.map(({ name, admitted }) => ({ name, polling: admitted, websocket: admitted })),
            );
          } finally {
            await server.close();
          }
        });
      }
    });
  }
});
