import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import type { OriginHeaders } from '../../../src/policy/policy.js';
import { corsOrigin } from '../../../src/v4/cors-origin.js';
import { V2_PACKAGES, type V2Release, v2Decision } from '../../model/v2-decision.js';
import { v4Decision } from '../../model/v4-decision.js';
import { browserOrigin } from '../../parity/requests.js';
import { guessedOrigin, neighboursOf } from '../../parity/scale/neighbours.js';
import type { Target } from '../target.js';

const RELEASES = Object.keys(V2_PACKAGES) as V2Release[];

/**
 * The first line is `origins`, the second an `Origin`, the third a `Referer`. Asked as a string and as a list, of every
 * release's own code.
 */
export const decideTarget: Target = {
  name: 'decide',
  seeds: [
    'https://example.com:443\nhttps://example.com\n',
    'example.com:* *:80 null:80\nnull\n',
    'http://[::1]:3000,::1:3000\nhttp://[::1]:3000\n',
    'https://bücher.example|*.example.com:443\nhttps://xn--bcher-kva.example\nhttps://example.com/',
    'capacitor://localhost file://\ncapacitor://localhost\nfile:///index.html',
    '*:*\nhttps://evil.example\n',
    'example.com:443 localhost:3000\nhttps://example.com\n',
    'http://0x7f.1:80\nhttp://127.0.0.1\nhttp://0x7f.1/',
  ],
  dictionary: [
    ...[
      'https://',
      'http://',
      '://',
      ':443',
      ':80',
      ':*',
      '*:',
      '*',
      '//',
      'null',
      'example.com',
      '.example.com',
    ],
    ...[
      '[::1]',
      '[::ffff:127.0.0.1]',
      '0x7f.1',
      'xn--',
      'user@',
      '%2e',
      '%00',
      '\\',
      'file://',
      '\n',
      ' ',
      ',',
      '|',
    ],
    ...['javascript:', 'chrome-extension://', '。', 'İ', 'ß', '\u200b', ':0443', ':65536', '@', '#', '?'],
  ],
  run(input) {
    const [origins = '', origin, referer] = input.split('\n');
    const given = {
      ...(origin === undefined ? {} : { origin }),
      ...(referer === undefined ? {} : { referer }),
    };
    const near = origins.split(/[\s,|]+/, 3).flatMap((entry) => neighboursOf(guessedOrigin(entry)));
    for (const value of [origins, origins.split(/[ ,|]/)])
      for (const from of RELEASES) judge(from, value, [given, ...ODD, ...near]);
  },
};

/** No URL at all, or one that `url.parse` reads in its own way. */
const ODD: readonly OriginHeaders[] = [
  ...[
    'null',
    'http://[::1',
    'https://xn--a',
    'https://xn--',
    '*',
    `https://${'a.'.repeat(130)}example.com`,
  ].map((origin) => ({ origin })),
  {},
];

function judge(from: V2Release, origins: string | string[], asked: readonly OriginHeaders[]): void {
  const v2 = v2Decision(from, { origins });
  const exact = v4Decision(translateCors({ origins }, { from, semantics: 'exact' }));
  const translation = translateCors({ origins }, { from });
  const documented = v4Decision(translation);
  const effects = translation.warnings.map(({ effect }) => effect);
  const { handshake } = translation.policy;
  const listed = handshake.kind === 'allow-list' ? corsOrigin(handshake) : undefined;
  for (const { origin, referer } of asked) {
    const headers = {
      ...(origin === undefined ? {} : { origin }),
      ...(referer === undefined ? {} : { referer }),
    };
    const about = `${from} ${JSON.stringify(origins)} ${JSON.stringify(headers)}`;
    const before = v2(headers);
    expect(exact(headers), about).to.equal(before);
    const after = documented(headers);
    if (after !== before) expect(effects, about).to.include(after === 'admitted' ? 'opens' : 'closes');
    if (Array.isArray(listed) && origin) judgeReading(listed, origin, after, about);
  }
}

function judgeReading(
  listed: readonly (string | RegExp)[],
  origin: string,
  decision: string,
  about: string,
): void {
  // What a page may read, it may also connect to.
  const reads = listed.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)));
  if (reads) expect(decision, `may read, and not connect: ${about}`).to.equal('admitted');
  // And what a page's origin admits, that page may read; `file://` and its like are no pages of browsers.
  const isPage = origin === browserOrigin(origin) && /^https?:/.test(origin);
  if (isPage && decision === 'admitted') expect(reads, `may connect, and not read: ${about}`).to.equal(true);
}
