import { createServer } from 'node:http';
import { expect } from 'chai';
import { LegacySettingsError, Server, type Warning } from '../../src/server/index.js';
import { ask } from '../parity/ask.js';
import { programs } from './start.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';

describe("v4's own cors", () => {
  const running = programs();
  afterEach(() => running.closeAll());

  it("is in force as on v4 where none of v2's settings is there, and says what it does not do", async () => {
    const warnings: Warning[] = [];
    const program = await running.start(Server, (socketIo, server) =>
      socketIo(server, {
        cors: { origin: GOOD },
        allowRequest: ({ headers }, callback) => callback(null, headers.origin !== FOREIGN),
        pingTimeout: 7000,
        corsCompat: { onWarning: (warning) => void warnings.push(warning) },
      }),
    );
    const good = await ask(program, { kind: 'polling', eio: 4, origin: GOOD });
    expect(new Map(good.headers).get('access-control-allow-origin')).to.equal(GOOD);
    expect(good.body).to.include('"pingTimeout":7000');
    expect((await ask(program, { kind: 'websocket', eio: 3, origin: FOREIGN })).admitted).to.equal(false);
    expect(warnings.map(({ code }) => code)).to.deep.equal([
      'CORS_OPTION_IN_FORCE',
      'ALLOW_EIO3_ON_BY_DEFAULT',
    ]);
  });

  it("serves on a later attach as v4's does", async () => {
    const program = await running.start(Server, (socketIo, server) =>
      socketIo({ cors: { origin: GOOD }, corsCompat: { onWarning: () => undefined } }).attach(server),
    );
    const { headers } = await ask(program, { kind: 'polling', eio: 4, origin: FOREIGN });
    expect(new Map(headers).get('access-control-allow-origin')).to.equal(GOOD);
  });

  const cors = { origin: GOOD };
  for (const [desc, construct] of [
    ['origins', () => Server({ cors, origins: [GOOD] })],
    ['handlePreflightRequest', () => Server({ cors, handlePreflightRequest: false })],
    ['io.origins()', () => Server({ cors, corsCompat: { onWarning: () => undefined } }).origins([GOOD])],
    [
      "io.set('origins')",
      () => Server({ cors, corsCompat: { onWarning: () => undefined } }).set('origins', '*:*'),
    ],
    [
      'a preflight handler at attach',
      () =>
        Server({ cors, corsCompat: { onWarning: () => undefined } }).attach(createServer(), {
          handlePreflightRequest: false,
        }),
    ],
  ] as const) {
    it(`is refused beside ${desc}: it would not be clear which counts`, () => {
      expect(construct).to.throw(LegacySettingsError);
    });
  }
});
