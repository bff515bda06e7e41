import type { Era } from './era-of.js';

/**
 * One value of `origins`, and what v2 does with it.
 *
 * Callers are written as their `Origin`; `-` sends neither Origin nor Referer, `Referer: …` sends that alone.
 */
export interface OriginFact {
  readonly configured: unknown;
  readonly admits?: readonly string[];
  readonly refuses?: readonly string[];
  /** The eras it holds in; without it, in all but `exact`. */
  readonly eras?: readonly Era[];
}

const HTTPS = 'https://example.com';
const HTTP = 'http://example.com';
const OTHERS = ['https://example.com.evil.example', 'https://evilexample.com', 'https://evil.example'];
const EVERYONE = [
  HTTPS,
  HTTP,
  ...OTHERS,
  'null',
  '-',
  'Referer: https://evil.example/',
  'chrome-extension://id',
];
const SCHEME: readonly Era[] = ['scheme-host-port'];
const HOST: readonly Era[] = ['host-port'];
const EXACT: readonly Era[] = ['exact'];
const ALL: readonly Era[] = ['host-port', 'scheme-host-port', 'exact'];

const FALSY: readonly OriginFact[] = [undefined, '', null, false, 0].flatMap((configured) => [
  { configured, admits: EVERYONE },
  // 2.4.0 turns '' and the like into its default, an empty list: who sends no Origin gets in, Referer or not.
  { configured, admits: ['-', 'Referer: https://evil.example/'], refuses: [HTTPS, 'null'], eras: EXACT },
]);

/** The table of V2-FACTS, "What follows from that". */
export const ORIGIN_FACTS: readonly OriginFact[] = [
  ...FALSY,
  { configured: [HTTPS], refuses: EVERYONE },
  {
    configured: [HTTPS],
    admits: [HTTPS],
    refuses: [HTTP, ...OTHERS, 'null', '-', `Referer: ${HTTPS}`],
    eras: EXACT,
  },
  {
    configured: ['https://example.com:443'],
    admits: [HTTPS, `Referer: ${HTTPS}/path`, 'HTTPS://EXAMPLE.COM'],
    refuses: [HTTP, 'http://example.com:443', 'https://example.com:8443', 'null', '-', ...OTHERS],
    eras: SCHEME,
  },
  { configured: ['https://example.com:443'], refuses: EVERYONE, eras: ['host-port', 'exact'] },
  {
    configured: 'https://example.com:443',
    admits: [HTTPS, 'https://ample.com', 'http://example.com:443'],
    refuses: [HTTP, ...OTHERS, 'null', '-'],
  },
  { configured: 'https://example.com:443', refuses: EVERYONE, eras: EXACT },
  {
    configured: 'http://localhost:3000',
    admits: ['http://localhost:3000', 'http://calhost:3000'],
    refuses: [HTTPS],
  },
  {
    configured: 'http://localhost:3000',
    admits: ['http://localhost:3000'],
    refuses: ['http://calhost:3000'],
    eras: EXACT,
  },
  ...['http://a.com:80 http://b.com:80', 'http://a.com:80,http://b.com:80'].map((configured) => ({
    configured,
    admits: ['http://a.com', 'http://b.com'],
    refuses: ['https://a.com', HTTP],
  })),
  {
    configured: ['example.com:*'],
    admits: [HTTPS, HTTP, 'https://example.com:8443', 'ftp://example.com'],
    refuses: [...OTHERS, 'https://sub.example.com', 'https://ample.com', '-'],
  },
  { configured: ['https://example.com:*'], refuses: EVERYONE, eras: ALL },
  {
    configured: 'https://example.com:*',
    admits: [HTTPS, HTTP, 'http://example.com:8080', 'https://ample.com', 'http://ample.com:1'],
    refuses: OTHERS,
  },
  { configured: 'http://*:*', admits: EVERYONE },
  { configured: ['http://*:*'], refuses: EVERYONE, eras: ALL },
  { configured: '*', refuses: EVERYONE, eras: ALL },
  { configured: ['*'], refuses: EVERYONE, eras: ALL },
  {
    configured: ['*:80'],
    admits: [HTTP, 'http://evil.example', 'null', '-', 'chrome-extension://id', 'https://x.example:80'],
    refuses: [HTTPS, 'http://example.com:8080'],
  },
  ...[['null:80'], ['null:*']].map((configured) => ({
    configured,
    admits: ['null', '-'],
    refuses: [HTTPS, HTTP],
  })),
  { configured: ['*:*'], admits: EVERYONE },
  { configured: '*:*', admits: EVERYONE },
  { configured: ['*:*'], refuses: EVERYONE, eras: EXACT },
  { configured: [], refuses: EVERYONE },
  { configured: [], admits: ['-', 'Referer: https://evil.example/'], refuses: [HTTPS, 'null'], eras: EXACT },
  ...[
    ['https://Example.com:443'],
    ['https://example.com:443/'],
    ['https://bücher.example:443'],
    ['http://[::1]:3000'],
  ].map((configured) => ({
    configured,
    refuses: [HTTPS, 'https://xn--bcher-kva.example', 'http://[::1]:3000', '-'],
    ...(configured[0] === 'http://[::1]:3000' ? {} : { eras: ALL }),
  })),
  { configured: ['http://[::1]:3000'], admits: ['http://[::1]:3000'], eras: EXACT },
  { configured: 'https://example.com:443/', admits: [HTTPS] },
  {
    configured: ['::1:3000'],
    admits: ['http://[::1]:3000', 'https://[::1]:3000'],
    refuses: ['http://[::1]'],
  },
  {
    configured: ['chrome-extension://id:80'],
    admits: ['chrome-extension://id'],
    refuses: ['http://id'],
    eras: SCHEME,
  },
  {
    configured: ['chrome-extension://id:80'],
    refuses: ['chrome-extension://id'],
    eras: ['host-port', 'exact'],
  },
  {
    configured: ['localhost:80'],
    admits: ['capacitor://localhost', 'ionic://localhost', 'http://localhost'],
    refuses: ['https://localhost'],
  },
  { configured: [/example/], refuses: EVERYONE, eras: ALL },
  { configured: '*.example.com:443', admits: [HTTPS], refuses: ['https://x.example.com'] },
  {
    configured: '*://*:3000',
    admits: ['http://evil.example:3000', 'https://x.example:3000'],
    refuses: [HTTPS],
  },
  { configured: ['example.com:443'], admits: [HTTPS, 'http://example.com:443'], refuses: [HTTP, ...OTHERS] },
  { configured: ['https://example.com:443', 'example.com:443'], admits: [HTTPS], eras: HOST },
];
