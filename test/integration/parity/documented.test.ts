import { inspect } from 'node:util';
import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { ask } from './ask.js';
import { callerOf } from './caller-of.js';
import { mapLimited } from './map-limited.js';
import { startModern } from './servers.js';

interface DocumentedPromise {
  readonly configured: unknown;
  readonly admits: readonly string[];
  readonly refuses: readonly string[];
  readonly from?: string;
}

const HTTPS = 'https://example.com';
const HTTP = 'http://example.com';
const TRICKS = [
  'https://example.com.evil.example',
  'https://evilexample.com',
  'https://ample.com',
  'https://evil.example',
  'https://sub.example.com',
];

/**
 * What `semantics: 'documented'` promises by itself, whether or not v2 agreed.
 *
 * The comparison with v2 cannot show that an accident was closed: a translation that kept them all would pass it.
 */
const PROMISES: readonly DocumentedPromise[] = [
  // Plain origins are admitted as they are written in the docs, however they are spelled.
  ...[
    ['https://example.com'],
    'https://example.com',
    ['https://example.com/'],
    ['https://example.com:443'],
    'https://example.com:443',
    ['https://example.com:443/'],
    'https://example.com:443/',
    ['HTTPS://EXAMPLE.COM'],
    ['https://Example.com:443'],
  ].map((configured) => ({
    configured,
    admits: [HTTPS, `Referer: ${HTTPS}/page`],
    refuses: [HTTP, 'http://example.com:443', 'https://example.com:8443', 'null', '-', ...TRICKS],
  })),
  { configured: ['https://bücher.example'], admits: ['https://xn--bcher-kva.example'], refuses: [HTTPS] },
  { configured: ['http://[::1]:3000'], admits: ['http://[::1]:3000'], refuses: ['http://[::1]'] },
  { configured: 'http://[::1]:3000', admits: ['http://[::1]:3000'], refuses: ['http://[::1]'] },
  // Substrings are closed: a string is a list of its entries.
  {
    configured: 'http://localhost:3000',
    admits: ['http://localhost:3000'],
    refuses: ['http://calhost:3000', 'http://localhost:30000', 'https://localhost:3000'],
  },
  ...[
    'http://a.example:80 http://b.example:80',
    'http://a.example,http://b.example',
    'http://a.example|http://b.example:80',
    'http://a.example:80, http://b.example:80',
  ].map((configured) => ({
    configured,
    admits: ['http://a.example', 'http://b.example'],
    refuses: ['https://a.example', 'http://le:80', 'http://xample', ...TRICKS],
  })),
  // `scheme://host:*` and `host:*` in a string keep any scheme, and lose what was no whole host.
  { configured: 'https://example.com:*', admits: [HTTPS, HTTP, 'http://example.com:8080'], refuses: TRICKS },
  { configured: 'example.com:*', admits: [HTTPS, HTTP, 'http://example.com:8080'], refuses: TRICKS },
  { configured: ['example.com:*'], admits: [HTTPS, HTTP, 'http://example.com:8080'], refuses: TRICKS },
  // What is neither documented nor ever matched stays refused.
  ...[
    '*',
    ['*'],
    ['https://example.com:*'],
    ['https://example.com/path'],
    ['example.com'],
    'example.com',
    [],
    ['https://*.example.com'],
  ].map((configured) => ({ configured, admits: [], refuses: [HTTPS, HTTP, 'null', '-', ...TRICKS] })),
  { configured: ['*:*'], from: '2.4.0', admits: [], refuses: [HTTPS, 'null', ...TRICKS] },
  { configured: ['https://example.com:443'], from: '2.0.4', admits: [HTTPS], refuses: [HTTP, ...TRICKS] },
  { configured: ['https://example.com:443'], from: '2.4.0', admits: [HTTPS], refuses: [HTTP, ...TRICKS] },
  // A function's error refuses.
  {
    configured: (_: unknown, cb: (e: unknown, ok: boolean) => void) => cb('err', true),
    admits: [],
    refuses: [HTTPS, '-'],
  },
];

describe("parity: what semantics 'documented' promises", () => {
  for (const { configured, admits, refuses, from } of PROMISES) {
    it(`origins: ${inspect(configured)}${from ? ` from ${from}` : ''}`, async () => {
      const { options } = translateCors({ origins: configured } as never, from ? { from } : {});
      const server = await startModern('4.8', options);
      const callers = [...admits, ...refuses];
      try {
        const admitted = await mapLimited(callers, 8, async (name) => {
          const question = { ...callerOf(name), eio: 4 } as const;
          const polling = await ask(server, { ...question, kind: 'polling' });
          const websocket = await ask(server, { ...question, kind: 'websocket' });
          expect(websocket.admitted, `WebSocket as polling: ${name}`).to.equal(polling.admitted);
          return polling.admitted ? name : '';
        });
        expect(admitted.filter(Boolean)).to.deep.equal([...admits]);
      } finally {
        await server.close();
      }
    });
  }
});
