import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { corsOrigin } from '../../../src/v4/cors-origin.js';
import { V2_PACKAGES, type V2Release, v2Decision } from '../../model/v2-decision.js';
import { v4Decision } from '../../model/v4-decision.js';
import { browserOrigin } from '../../parity/requests.js';
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
    const headers = {
      ...(origin === undefined ? {} : { origin }),
      ...(referer === undefined ? {} : { referer }),
    };
    for (const value of [origins, origins.split(/[ ,|]/)]) {
      for (const from of RELEASES) judge(from, value, headers);
    }
  },
};

function judge(
  from: V2Release,
  origins: string | string[],
  headers: { origin?: string; referer?: string },
): void {
  const about = `${from} ${JSON.stringify(origins)} ${JSON.stringify(headers)}`;
  const v2 = v2Decision(from, { origins })(headers);
  const exact = v4Decision(translateCors({ origins }, { from, semantics: 'exact' }))(headers);
  expect(exact, about).to.equal(v2);
  const translation = translateCors({ origins }, { from });
  const documented = v4Decision(translation)(headers);
  if (documented !== v2) {
    const effects = translation.warnings.map(({ effect }) => effect);
    expect(effects, about).to.include(documented === 'admitted' ? 'opens' : 'closes');
  }
  // What a page may read, it may also connect to.
  const { handshake } = translation.policy;
  if (handshake.kind !== 'allow-list') return;
  const listed = corsOrigin(handshake);
  const { origin } = headers;
  if (!Array.isArray(listed) || !origin) return;
  const reads = listed.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)));
  if (reads) expect(documented, `may read, and not connect: ${about}`).to.equal('admitted');
  // And what a page's origin admits, that page may read; `file://` and its like are no pages of browsers.
  const isPage = origin === browserOrigin(origin) && /^https?:/.test(origin);
  if (isPage && documented === 'admitted')
    expect(reads, `may connect, and not read: ${about}`).to.equal(true);
}
