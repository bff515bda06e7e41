import fc from 'fast-check';
import type { OriginHeaders } from '../../src/origins/policy.js';
import { V2_PACKAGES, type V2Release } from './v2-decision.js';

const scheme = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS://',
  'capacitor://',
  'chrome-extension://',
  'ws://',
  '*://',
);
const host = fc.constantFrom(
  'example.com',
  'Example.COM',
  'ample.com',
  'evilexample.com',
  'example.com.evil.example',
  'localhost',
  'calhost',
  '127.0.0.1',
  '[::1]',
  '::1',
  'bücher.example',
  'xn--bcher-kva.example',
  'a_b.example',
  'null',
  '*',
  '*.example.com',
  '',
);
const port = fc.constantFrom('', ':80', ':443', ':3000', ':300', ':8080', ':*', ':65536', ':080');
const tail = fc.constantFrom('', '', '', '', '/', '/chat', '?x=https://example.com:443', ' ');

/** An entry as people wrote it, or nearly. */
export const entry: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.oneof(scheme, fc.constant('')), host, port, tail).map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '*',
      '*:*',
      'http://*:*',
      'null',
      'file://',
      'file://*',
      '*:80',
      'null:80',
      '',
    ),
  },
);

/** An `origins` setting: an array, or a string that lists entries in one of the ways people did. */
export const origins: fc.Arbitrary<string | string[]> = fc.oneof(
  fc.array(entry, { maxLength: 4 }),
  fc
    .tuple(fc.array(entry, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', ',', ', ', '|'))
    .map(([entries, separator]) => entries.join(separator))
    .filter((text) => text !== ''),
);

const originHeader = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(scheme, host, port).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('null', 'file://', '*', 'garbage', '') },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);

/** The headers of a handshake: well-formed, odd, and missing ones. */
export const headers: fc.Arbitrary<OriginHeaders> = fc.record(
  { origin: originHeader, referer: fc.tuple(originHeader, tail).map((parts) => parts.join('')) },
  { requiredKeys: [] },
);

export const release: fc.Arbitrary<V2Release> = fc.constantFrom(...(Object.keys(V2_PACKAGES) as V2Release[]));
