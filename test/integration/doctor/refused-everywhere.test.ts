import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import { probe } from '../../../src/doctor/probe.js';
import { survey } from '../../../src/doctor/survey.js';
import { type Listening, v2, v4 } from './servers.js';

type Callback = (error: unknown, success: boolean) => void;
type Incoming = { readonly headers: Readonly<Record<string, string | undefined>> };

const refuse = { allowRequest: (_: unknown, callback: Callback) => callback('no', false) };
const handler = {
  handlePreflightRequest: (_: unknown, response: ServerResponse) => response.writeHead(200).end(),
};
const V2 = { eio3: true, eio4: false };
const V4 = { eio3: false, eio4: true };
const both = { eio3: true, eio4: true };
/** The docs' way to keep other origins out. */
const sameOrigin = {
  allowRequest: ({ headers }: Incoming, callback: Callback) => callback(null, headers.origin === undefined),
};

const table: readonly [desc: string, start: () => Promise<Listening>, protocols: object, codes: string[]][] =
  [
    ['v1.4', () => v2({ origins: 'none:1' }, 'socket.io-1.4'), V2, ['EIO4_UNSUPPORTED']],
    ['v2.0', () => v2({ origins: [] }, 'socket.io-2.0'), V2, ['EIO4_UNSUPPORTED']],
    ['v2.1', () => v2({ origins: [] }, 'socket.io-2.1'), V2, ['EIO4_UNSUPPORTED']],
    ['v2.3', () => v2({ origins: [] }, 'socket.io-2.3'), V2, ['EIO4_UNSUPPORTED']],
    ['v2.4.0', () => v2({ origins: ['none'] }, 'socket.io-2.4.0'), V2, ['EIO4_UNSUPPORTED']],
    ['v2.5', () => v2({ origins: [] }), V2, ['EIO4_UNSUPPORTED']],
    ['v2.5 with a preflight handler', () => v2({ origins: [], ...handler }), V2, ['EIO4_UNSUPPORTED']],
    ['v2.5 without polling', () => v2({ origins: [], transports: ['websocket'] }), V2, ['EIO4_UNSUPPORTED']],
    ['v2.5 for its own pages', () => v2(sameOrigin), V2, ['EIO4_UNSUPPORTED']],
    ['v4', () => v4(refuse), V4, ['PROTOCOL_UNKNOWN']],
    ['v4.0', () => v4(refuse, 'socket.io-4.0'), V4, ['PROTOCOL_UNKNOWN']],
    [
      'v4 with cors',
      () => v4({ ...refuse, cors: { origin: true, credentials: true } }),
      V4,
      ['PROTOCOL_UNKNOWN'],
    ],
    ['v4 with "*"', () => v4({ ...refuse, cors: { origin: '*' } }), V4, ['PROTOCOL_UNKNOWN']],
    [
      'v4 with preflightContinue',
      () => v4({ ...refuse, cors: { preflightContinue: true } }),
      V4,
      ['PROTOCOL_UNKNOWN'],
    ],
    // It refuses before it looks at the protocol, so its protocols cannot be seen from outside.
    ['v4 with allowEIO3', () => v4({ ...refuse, allowEIO3: true }), V4, ['PROTOCOL_UNKNOWN']],
    ['v4 without polling', () => v4({ ...refuse, transports: ['websocket'] }), V4, ['PROTOCOL_UNKNOWN']],
    ['v4 for its own pages', () => v4(sameOrigin), V4, ['EIO3_UNSUPPORTED']],
    ['v4 for its own pages, with allowEIO3', () => v4({ ...sameOrigin, allowEIO3: true }), both, []],
  ];

describe('a server that refuses every page is still identified:', () => {
  for (const [desc, start, protocols, codes] of table) {
    it(desc, async () => {
      const listening = await start();
      try {
        const observations = await probe(listening.url, { origins: ['https://a.com'] });
        expect(survey(observations).protocols).to.deep.equal(protocols);
        const said = diagnose(observations).map(({ code }) => code);
        expect(said).to.include('HANDSHAKE_REFUSED');
        expect(said.filter((code) => /^(?:EIO\d_UNSUPPORTED|PROTOCOL_UNKNOWN)$/.test(code))).to.deep.equal(
          codes,
        );
        // The extra requests are in no result, and leave no session open.
        expect(survey(observations).rows.every(({ page }) => page.role !== 'own')).to.equal(true);
        expect(listening.sessions()).to.equal(0);
      } finally {
        await listening.close();
      }
    });
  }
});
