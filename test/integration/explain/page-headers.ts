import fc from 'fast-check';
import type { OriginHeaders } from '../../../src/origins/policy.js';

/** Origins as browsers write them: lower case, punycode, no default port. */
const pageOrigin = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom('https://', 'http://'),
        fc.constantFrom(
          ...[
            'example.com',
            'ample.com',
            'evilexample.com',
            'example.com.evil.example',
            'localhost',
            'calhost',
          ],
          ...['127.0.0.1', '[::1]', 'xn--bcher-kva.example', 'a_b.example', 'null', 'sub.example.com'],
        ),
        fc.constantFrom('', ':80', ':443', ':3000', ':300', ':8080'),
      )
      .map((parts) => new URL(parts.join('')).origin),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('capacitor://localhost', 'chrome-extension://example.com', 'file://'),
  },
);

/** The headers with which a browser, or another client, names the origin of a handshake. */
export const pageHeaders: fc.Arbitrary<OriginHeaders> = fc.oneof(
  fc.record({ origin: fc.oneof({ weight: 9, arbitrary: pageOrigin }, fc.constant('null')) }),
  fc.record({
    referer: fc
      .tuple(pageOrigin, fc.constantFrom('/', '/chat', '/?x=https://example.com:443/'))
      .map((parts) => parts.join('')),
  }),
  fc.constant({}),
);
