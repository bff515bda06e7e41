import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import type { HeaderList, Observation } from '../../../src/doctor/observation.js';
import { openAnew } from '../fake-engine.js';
import { admits, answer, closed, connects, opens, page, seen } from '../seen.js';

const asked = page('asked');
const foreign = page('foreign');
const withHeader = page('asked', [['x-one', '1']]);

const codesOf = (observations: readonly Observation[]) =>
  diagnose(observations)
    .map(({ code }) => code)
    .filter((code) => !code.endsWith('_UNSUPPORTED'));

const remedyOf = (code: string, observations: readonly Observation[]) =>
  diagnose(observations).find((diagnosis) => diagnosis.code === code)?.remedy;

/** A session of v2 with these headers. */
const v2 = (from: Observation['page'], ...headers: HeaderList) =>
  seen('polling-get', from, answer(200, headers, `96:${openAnew()}`), { eio: 3 });
const reflects = (value: string): HeaderList => [
  ['Content-Type', 'text/plain'],
  ['Access-Control-Allow-Credentials', 'true'],
  ['Access-Control-Allow-Origin', value],
];
const refusesV2 = (from: Observation['page']) =>
  seen('polling-get', from, answer(403, [], '{"code":4,"message":"Forbidden"}'), { eio: 3 });
const socket = (from: Observation['page'], status: number, body = '', headers: HeaderList = []) =>
  seen('websocket', from, answer(status, [['Content-Type', 'text/html'], ...headers], body));
const options = (status: number, headers: HeaderList, body = '') =>
  seen('preflight', withHeader, answer(status, headers, body));
const nginx = ['Server', 'nginx/1.22.1'] as const;
const page403 = '<html><title>403 Forbidden</title><center>nginx</center></html>';

const table: readonly [desc: string, observations: readonly Observation[], codes: readonly string[]][] = [
  // v2's response shows what it received
  [
    'v2 answers as if no Origin had come',
    [v2(asked, ['Access-Control-Allow-Origin', '*']), refusesV2(foreign)],
    ['ORIGIN_NOT_PASSED_ON', 'CORSNotSupportingCredentials'],
  ],
  [
    'v2 refuses every page, and answers an unknown session as if no Origin had come',
    [
      refusesV2(asked),
      socket(asked, 400),
      seen(
        'polling-get',
        asked,
        answer(400, [['Access-Control-Allow-Origin', '*']], '{"code":1,"message":"Session ID unknown"}'),
        { purpose: 'identity' },
      ),
    ],
    ['ORIGIN_NOT_PASSED_ON', 'CORSMissingAllowOrigin'],
  ],
  [
    'v2 sends one origin back, whichever page asks',
    [v2(asked, ...reflects('http://10.0.0.1')), v2(foreign, ...reflects('http://10.0.0.1'))],
    ['ORIGIN_NOT_PASSED_ON', 'CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'a proxy writes one value behind the headers of v2',
    [
      v2(asked, ['Access-Control-Allow-Credentials', 'true'], nginx, [
        'Access-Control-Allow-Origin',
        'https://a.com/',
      ]),
      v2(foreign, ['Access-Control-Allow-Credentials', 'true'], nginx, [
        'Access-Control-Allow-Origin',
        'https://a.com/',
      ]),
    ],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'a proxy removes the header of v2',
    [v2(asked), refusesV2(foreign)],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  ],
  [
    'a proxy writes "*" over the header of v2',
    [v2(asked, ...reflects('*')), refusesV2(foreign)],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  ],
  [
    'a proxy removes the credentials of v2',
    [v2(asked, ['Access-Control-Allow-Origin', asked.origin]), refusesV2(foreign)],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSMissingAllowCredentials', 'MISSING_VARY_ORIGIN'],
  ],
  [
    'the value that a proxy writes looks like a spelling that is listed',
    [
      v2(asked, ...reflects('https://a.com/')),
      { ...v2({ ...asked, origin: 'https://a.com/' }, ...reflects('https://a.com/')), purpose: 'near-miss' },
      seen(
        'polling-get',
        foreign,
        answer(403, reflects('https://a.com/'), '{"code":4,"message":"Forbidden"}'),
        { eio: 3 },
      ),
    ],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'a proxy passes upgrades on, and something else answers polling',
    [seen('polling-get', asked, answer(404, [nginx], '<title>404 Not Found</title>')), connects(asked)],
    ['NOT_SOCKET_IO', 'CORSMissingAllowOrigin'],
  ],
  [
    'a proxy passes upgrades on, and a page answers polling that any origin may read',
    [
      seen('polling-get', asked, answer(200, [nginx, ...admits(asked)], '<title>Shop</title>')),
      connects(asked),
    ],
    ['NOT_SOCKET_IO'],
  ],
  // v4: `cors` sends Vary: Origin if it has a list
  [
    'a proxy writes "*" over the header of v4',
    [opens(asked, [['Access-Control-Allow-Origin', '*'], ...admits(asked).slice(1)]), closed(foreign)],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  ],
  [
    'v4 allows any origin',
    [opens(asked, [['Access-Control-Allow-Origin', '*']]), closed(foreign)],
    ['CORSNotSupportingCredentials'],
  ],
  [
    'a proxy adds one origin behind the headers of v4',
    [
      opens(asked, [
        ['Vary', 'Origin'],
        ['Access-Control-Allow-Origin', 'https://b.com'],
      ]),
      closed(foreign),
    ],
    ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'v4 sends one string',
    [
      opens(asked, [
        ['Access-Control-Allow-Origin', 'https://b.com'],
        ['Vary', 'Origin'],
      ]),
      closed(foreign),
    ],
    ['CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'v4 does not list the page',
    [opens(asked, [['Vary', 'Origin']]), closed(foreign)],
    ['CORSMissingAllowOrigin'],
  ],
  // OPTIONS
  [
    'OPTIONS does not vary like GET',
    [
      opens(withHeader),
      options(204, [
        ['Access-Control-Allow-Origin', asked.origin],
        ['Access-Control-Allow-Methods', 'GET, POST'],
      ]),
    ],
    ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowCredentials'],
  ],
  [
    'OPTIONS names no methods, as cors always does',
    [opens(withHeader, admits(asked).slice(0, 2)), options(204, admits(asked).slice(0, 2))],
    ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowHeaderFromPreflight'],
  ],
  [
    'OPTIONS gets a page',
    [opens(withHeader, admits(asked)), options(200, [], '<!DOCTYPE html>')],
    ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  ],
  [
    'OPTIONS is allowed for any origin by a function',
    [
      opens(withHeader),
      options(204, [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'GET'],
      ]),
    ],
    ['CORSNotSupportingCredentials'],
  ],
  [
    'v4 has no cors, and answers OPTIONS itself',
    [opens(withHeader, []), options(400, [], '{"code":2,"message":"Bad handshake method"}')],
    ['CORSMissingAllowOrigin'],
  ],
  [
    'v2 has a handler that writes nothing',
    [v2(withHeader, ...reflects(asked.origin)), options(200, [])],
    ['CORSMissingAllowOrigin'],
  ],
  [
    'the cors package answers OPTIONS for v2',
    [
      v2(withHeader, ...reflects(asked.origin)),
      options(204, [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'GET,HEAD,PUT,PATCH,POST,DELETE'],
      ]),
    ],
    ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  ],
  [
    'another server answers OPTIONS for v2',
    [
      v2(withHeader, ...reflects(asked.origin)),
      options(200, [['Server', 'Varnish'], ...admits(asked).slice(0, 1)]),
    ],
    ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowCredentials'],
  ],
  // Refusals
  [
    'nginx refuses OPTIONS',
    [opens(withHeader), options(403, [nginx], page403)],
    ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  ],
  [
    'nginx refuses POST',
    [opens(asked), seen('polling-post', asked, answer(403, [nginx], page403))],
    ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  ],
  ['nginx refuses WebSockets', [opens(asked), socket(asked, 401, page403, [nginx])], ['REFUSED_ON_THE_WAY']],
  [
    'a firewall refuses everything',
    [seen('polling-get', asked, answer(403, [['cf-ray', '1']], '<html>'))],
    ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  ],
  [
    'a v2 handler fails',
    [v2(withHeader, ...reflects(asked.origin)), options(503, admits(asked))],
    ['CORSPreflightDidNotSucceed'],
  ],
  // Query and cache
  [
    'no transport is known',
    [
      seen('polling-get', asked, answer(400, [], '{"code":0,"message":"Transport unknown"}')),
      socket(asked, 400, 'Transport unknown'),
    ],
    ['QUERY_NOT_PASSED_ON'],
  ],
  [
    'one transport is known',
    [
      seen('polling-get', asked, answer(400, [], '{"code":0,"message":"Transport unknown"}')),
      connects(asked),
    ],
    ['TRANSPORT_DISABLED'],
  ],
  [
    'two handshakes get one session',
    [
      seen('polling-get', asked, answer(200, admits(asked), '0{"sid":"a"}')),
      seen('polling-get', foreign, answer(200, [], '0{"sid":"a"}')),
    ],
    ['CACHED_ON_THE_WAY'],
  ],
];

describe('what the answers prove is reported:', () => {
  for (const [desc, observations, codes] of table) {
    it(`${codes.join(', ')} if ${desc}`, () => {
      expect(codesOf(observations)).to.deep.equal(codes);
    });
  }

  it('a failure that follows from a cause points to the cause', () => {
    const observations = [opens(withHeader), options(403, [nginx], page403)];
    expect(remedyOf('CORSMissingAllowOrigin', observations)).to.include('REFUSED_ON_THE_WAY');
    expect(remedyOf('REFUSED_ON_THE_WAY', observations))
      .to.include('limit_except')
      .and.not.include('HAProxy');
  });

  it('lists the fix for every proxy if none is recognised', () => {
    const lost = [v2(asked, ['Access-Control-Allow-Origin', '*']), refusesV2(foreign)];
    expect(remedyOf('ORIGIN_NOT_PASSED_ON', lost))
      .to.include('nginx: ')
      .and.include('HAProxy: ')
      .and.include('Caddy: ');
    const caddy = [v2(asked, ['Access-Control-Allow-Origin', '*'], ['Server', 'Caddy'])];
    expect(remedyOf('ORIGIN_NOT_PASSED_ON', caddy)).to.include('Caddy: ').and.not.include('nginx: ');
  });
});
