import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { ask } from './ask.js';
import { mapLimited } from './map-limited.js';
import { openSession } from './open-session.js';
import { capabilitiesOf } from './page-capabilities.js';
import { type LegacySettings, type RunningServer, startEngine } from './servers.js';

type Decided = (err: string | number | null, success: boolean) => void;

const GOOD = 'https://example.com';
const PAGES = [GOOD, 'http://localhost:3000', 'https://evil.example', 'null'];

const allowRequest = (req: IncomingMessage, callback: Decided) =>
  callback(null, req.headers.origin === GOOD || req.headers.referer === `${GOOD}/page`);

const handlePreflightRequest = (_req: IncomingMessage, res: ServerResponse) => {
  res.writeHead(200, {
    'Access-Control-Allow-Origin': GOOD,
    'Access-Control-Allow-Methods': 'GET,POST',
    'Access-Control-Allow-Headers': 'my-custom-header',
    'Access-Control-Allow-Credentials': 'true',
  });
  res.end();
};

const echoingHandler = (req: IncomingMessage, res: ServerResponse) => {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
  res.setHeader('Access-Control-Allow-Headers', 'my-custom-header');
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.end();
};

const CONFIGURATIONS: readonly { desc: string; settings: LegacySettings; withoutHandler?: true }[] = [
  { desc: 'nothing', settings: {}, withoutHandler: true },
  { desc: 'allowRequest', settings: { allowRequest }, withoutHandler: true },
  { desc: 'handlePreflightRequest', settings: { handlePreflightRequest } },
  { desc: 'both', settings: { allowRequest, handlePreflightRequest } },
  {
    desc: 'both, with a handler that echoes',
    settings: { allowRequest, handlePreflightRequest: echoingHandler },
  },
  {
    desc: 'other options besides',
    settings: { allowRequest, pingInterval: 5000, transports: ['polling', 'websocket'] },
    withoutHandler: true,
  },
];

/** Engine.IO 3 without Socket.IO knows no `origins`; Engine.IO 6's own `attach` takes the translated options. */
describe('parity: Engine.IO alone', () => {
  for (const { desc, settings, withoutHandler } of CONFIGURATIONS) {
    for (const semantics of ['exact', 'documented'] as const) {
      it(`decides the same: ${desc}, ${semantics}`, async () => {
        const { options } = translateCors(settings, { semantics });
        const v3 = await observe(await startEngine(3, settings), 3, withoutHandler === true);
        const v6 = await observe(await startEngine(6, options), 4, withoutHandler === true);
        expect(v3.handshakes).to.have.length.greaterThan(10);
        expect(v6.handshakes).to.deep.equal(v3.handshakes);
        for (const [i, page] of v3.pages.entries()) {
          const after = v6.pages[i];
          if (!after) return expect.fail('a page was not asked');
          if (page.admitted) expect(after.readsWithCredentials, PAGES[i]).to.be.true;
          for (const [request, sent] of after.sends) {
            const before = page.sends.get(request) === true;
            if (sent) expect(before, `${PAGES[i]} may now send ${request}`).to.be.true;
            if (before && page.admitted) expect(sent, `${PAGES[i]} may no longer send ${request}`).to.be.true;
          }
        }
      });
    }
  }
});

async function observe(server: RunningServer, eio: 3 | 4, withSession: boolean) {
  const callers = [
    ...PAGES.map((origin) => ({ origin })),
    {},
    { referer: `${GOOD}/page` },
    { referer: 'https://evil.example/' },
  ];
  const questions = callers.flatMap((caller) =>
    (['polling', 'websocket'] as const).map((kind) => ({ ...caller, kind, eio })),
  );
  try {
    const session = withSession ? await openSession(server, eio, PAGES) : {};
    const answers = await mapLimited(questions, 8, (question) => ask(server, question));
    return {
      handshakes: questions.map(({ eio: _, ...question }, i) => ({
        ...question,
        admitted: answers[i]?.admitted,
      })),
      pages: await mapLimited(PAGES, 4, (origin) => capabilitiesOf(server, eio, origin, session)),
    };
  } finally {
    await server.close();
  }
}
