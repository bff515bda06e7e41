import { expect } from 'chai';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { Failure, Observation } from '../../src/doctor/observation.js';
import { OPEN } from './fake-engine.js';
import { admits, answer, closed, connects, opens, page, seen } from './seen.js';

const failure = (code: string, connected = false): Failure => ({
  kind: 'failure',
  code,
  message: code,
  connected,
});
const asked = page('asked');
const foreign = page('foreign');
const fails = (code: string, connected?: boolean) => [seen('polling-get', asked, failure(code, connected))];
const withHeader = page('asked', [['x-one', '1']]);
const allowOrigin = (value: string): [string, string] => ['Access-Control-Allow-Origin', value];
const preflight = (status: number, ...headers: [string, string][]) => [
  opens(withHeader),
  seen('preflight', withHeader, answer(status, [...admits(withHeader), ...headers])),
];
const methods: [string, string] = ['Access-Control-Allow-Methods', 'GET, POST'];
const refusedBy = (body: string, status = 400, type = 'text/html') =>
  seen('websocket', asked, answer(status, [['Content-Type', type]], body));
const socket = (messages: string[], isClosed: boolean) =>
  seen('websocket', asked, answer(101, [], '', { socket: { messages, closed: isClosed } }));

const table: readonly [desc: string, observations: readonly Observation[], codes: readonly string[]][] = [
  ['nothing was seen', [], []],
  ['all is well', [opens(asked), connects(asked), closed(foreign)], []],
  // The steps of the docs' "Troubleshooting"
  ['nothing listens on the port', fails('ECONNREFUSED'), ['NOT_REACHABLE']],
  ['the name is unknown', fails('ENOTFOUND'), ['NOT_REACHABLE']],
  ['no answer comes in time', fails('TIMEOUT', true), ['NO_HTTP_RESPONSE']],
  ['the connection is reset', fails('ECONNRESET', true), ['NO_HTTP_RESPONSE']],
  ['the certificate is not trusted', fails('DEPTH_ZERO_SELF_SIGNED_CERT', true), ['TLS_FAILED']],
  ['the port speaks no TLS', fails('ERR_SSL_WRONG_VERSION_NUMBER', true), ['TLS_FAILED']],
  ['the URL is not one of HTTP', fails('NOT_HTTP'), ['CORSRequestNotHttp']],
  [
    'something else answers',
    [seen('polling-get', asked, answer(404, [['Server', 'nginx']]))],
    ['NOT_SOCKET_IO', 'CORSMissingAllowOrigin'],
  ],
  [
    'a proxy answers for it',
    [seen('polling-get', asked, answer(502, []))],
    ['SERVER_BEHIND_PROXY_DOWN', 'CORSMissingAllowOrigin'],
  ],
  [
    'pages are sent elsewhere',
    [
      seen('polling-get', asked, answer(301, [['Location', 'https://b.com/?a=b']])),
      seen('websocket', asked, answer(301, [])),
    ],
    ['CORSExternalRedirectNotAllowed', 'CORSMissingAllowOrigin'],
  ],
  [
    'it is at another path',
    [
      ...fails('TIMEOUT', true),
      { ...opens(asked), url: 'http://localhost:3000/app/socket.io/', purpose: 'other-path' },
    ],
    ['WRONG_PATH'],
  ],
  [
    'only protocol 4 is spoken',
    [
      opens(asked),
      seen('polling-get', asked, answer(400, [], '{"code":5,"message":"Unsupported protocol version"}'), {
        eio: 3,
      }),
    ],
    [],
  ],
  // The three of the docs, then the others
  ['no header is sent', [opens(asked, [])], ['CORSMissingAllowOrigin']],
  ['"*" is sent', [opens(asked, [allowOrigin('*')])], ['CORSNotSupportingCredentials']],
  [
    'credentials are not allowed',
    [opens(asked, [allowOrigin(asked.origin)])],
    ['CORSMissingAllowCredentials'],
  ],
  [
    'two are sent',
    [opens(asked, [allowOrigin('*'), allowOrigin('*')])],
    ['CORSMultipleAllowOriginNotAllowed'],
  ],
  [
    'another is sent',
    [opens(asked, [allowOrigin('https://a.com:443')])],
    ['CORSAllowOriginNotMatchingOrigin'],
  ],
  [
    'a POST breaks off',
    [opens(asked), seen('polling-post', asked, failure('ECONNRESET', true))],
    ['CORSDidNotSucceed'],
  ],
  ['a preflight fails', preflight(400), ['CORSPreflightDidNotSucceed']],
  [
    'a preflight breaks off',
    [opens(withHeader), seen('preflight', withHeader, failure('ECONNRESET'))],
    ['CORSPreflightDidNotSucceed'],
  ],
  ['a preflight is redirected', preflight(302), ['CORSExternalRedirectNotAllowed']],
  ['a preflight does not allow the header', preflight(204, methods), ['CORSMissingAllowHeaderFromPreflight']],
  [
    'methods are no list',
    preflight(204, ['Access-Control-Allow-Methods', 'GET POST']),
    ['CORSInvalidAllowMethod'],
  ],
  [
    'headers are no list',
    preflight(204, methods, ['Access-Control-Allow-Headers', 'a b']),
    ['CORSInvalidAllowHeader'],
  ],
  [
    'a preflight fails that no browser would send',
    [opens(asked), seen('preflight', asked, answer(400, []))],
    [],
  ],
  [
    'the server refuses a page that cors lists',
    [seen('polling-get', asked, answer(403, admits(asked), '{"code":4,"message":"Forbidden"}'))],
    ['REFUSED_WHATEVER_ORIGIN'],
  ],
  [
    'the server refuses, unreadably',
    [seen('polling-get', asked, answer(403, [], '{"code":4,"message":"Forbidden"}'))],
    ['HANDSHAKE_REFUSED', 'CORSMissingAllowOrigin'],
  ],
  [
    'python-socketio says that it refuses the origin',
    [
      opens(page('own'), []),
      seen('polling-get', asked, answer(400, [], '"Not an accepted origin."')),
      seen('websocket', asked, answer(400, [], '"Not an accepted origin."')),
    ],
    ['HANDSHAKE_REFUSED', 'CORSMissingAllowOrigin'],
  ],
  [
    'a middleware fails',
    [seen('polling-get', asked, answer(400, admits(asked), '{"code":3,"message":"Bad request"}'))],
    ['REQUEST_REFUSED'],
  ],
  [
    'the session is on another server',
    [
      opens(asked),
      seen('polling-post', asked, answer(400, admits(asked), '{"code":1,"message":"Session ID unknown"}')),
    ],
    ['SESSION_UNKNOWN'],
  ],
  [
    'a page of https asks a server of http',
    [{ ...opens(asked), url: 'http://api.example.com/socket.io/' }],
    ['MIXED_CONTENT'],
  ],
  // WebSocket
  [
    'the upgrade is dropped',
    [opens(asked), refusedBy('{"code":3,"message":"Bad request"}')],
    ['WEBSOCKET_NOT_PASSED_ON'],
  ],
  ['a proxy answers instead', [opens(asked), refusedBy('<html>', 502)], ['WEBSOCKET_NOT_PASSED_ON']],
  ['the WebSocket is refused', [opens(asked), refusedBy('Forbidden')], ['HANDSHAKE_REFUSED']],
  ['the WebSocket is refused by v2', [opens(asked), refusedBy('')], ['HANDSHAKE_REFUSED']],
  ['WebSockets are off', [opens(asked), refusedBy('Transport unknown')], ['TRANSPORT_DISABLED']],
  ['the WebSocket closes at once', [opens(asked), socket([OPEN], true)], ['WEBSOCKET_FAILED']],
  ['the WebSocket says nothing', [opens(asked), socket([], false)], ['WEBSOCKET_FAILED']],
  ['the WebSocket says something else', [opens(asked), socket(['hello'], false)], ['WEBSOCKET_FAILED']],
  [
    'the WebSocket handshake is not acceptable',
    [opens(asked), seen('websocket', asked, answer(101, []))],
    ['WEBSOCKET_FAILED'],
  ],
  [
    'the WebSocket cannot connect',
    [opens(asked), seen('websocket', asked, failure('ECONNRESET'))],
    ['WEBSOCKET_FAILED'],
  ],
  // Holes
  [
    'a WebSocket opens for strangers',
    [opens(asked), closed(foreign), connects(foreign)],
    ['WEBSOCKET_OPEN_TO_ANY_ORIGIN'],
  ],
  [
    'a WebSocket opens for null',
    [opens(asked), closed(foreign), connects(page('null'))],
    ['WEBSOCKET_OPEN_TO_ANY_ORIGIN'],
  ],
  [
    'strangers are only refused by a limit',
    [opens(asked), closed(foreign), connects(asked), seen('websocket', foreign, answer(429, []))],
    ['FOREIGN_ORIGINS_NOT_TESTED'],
  ],
  [
    'scripts of strangers get an error of a proxy',
    [opens(asked), closed(foreign), seen('jsonp', foreign, answer(502, [], '<html>'))],
    ['FOREIGN_ORIGINS_NOT_TESTED'],
  ],
  [
    'the server is gone when strangers ask',
    [opens(asked), seen('polling-get', foreign, failure('ECONNREFUSED', false))],
    ['FOREIGN_ORIGINS_NOT_TESTED'],
  ],
  [
    'the connection of a stranger is closed',
    [opens(asked), closed(foreign), connects(asked), seen('websocket', foreign, failure('ECONNRESET', true))],
    [],
  ],
  [
    'a proxy refuses strangers',
    [opens(asked), closed(foreign), connects(asked), seen('websocket', foreign, answer(403, [], '<html>'))],
    [],
  ],
  [
    'strangers are reflected',
    [opens(asked), opens(foreign), connects(foreign)],
    ['FOREIGN_ORIGIN_WITH_CREDENTIALS'],
  ],
  [
    'null is admitted',
    [opens(asked), closed(foreign), opens(page('null'))],
    ['NULL_ORIGIN_WITH_CREDENTIALS'],
  ],
  [
    'null is admitted like every stranger',
    [opens(asked), opens(foreign), opens(page('null'))],
    ['FOREIGN_ORIGIN_WITH_CREDENTIALS'],
  ],
  [
    'any page may read without cookies',
    [opens(page('own')), opens(foreign, [allowOrigin('*')])],
    ['ANY_ORIGIN_ADMITTED'],
  ],
  [
    'a script opens a session',
    [
      opens(asked),
      closed(foreign),
      seen('jsonp', foreign, answer(200, [], `___eio[0](${JSON.stringify(OPEN)});`)),
    ],
    ['JSONP_OPEN'],
  ],
  [
    'browsers run no such script',
    [
      opens(asked),
      closed(foreign),
      seen(
        'jsonp',
        foreign,
        answer(
          200,
          [
            ['X-Content-Type-Options', 'nosniff'],
            ['Content-Type', 'text/plain'],
          ],
          `___eio[0](${JSON.stringify(OPEN)});`,
        ),
      ),
    ],
    [],
  ],
  [
    'caches are not told',
    [opens(asked, admits(asked).slice(0, 2)), closed(foreign)],
    ['MISSING_VARY_ORIGIN'],
  ],
  [
    'caches keep nothing',
    [opens(asked, [...admits(asked).slice(0, 2), ['Cache-Control', 'no-store']]), closed(foreign)],
    [],
  ],
  // The own page
  ['the own page gets no header', [opens(page('own'), []), connects(page('own')), closed(foreign)], []],
  [
    'the own page is refused',
    [seen('polling-get', page('own'), answer(403, [], '{"code":4,"message":"Forbidden"}'))],
    ['HANDSHAKE_REFUSED'],
  ],
];

describe('diagnose', () => {
  it('asks for an await if it is given the promise of probe()', () => {
    const promise = Promise.resolve([]) as unknown as readonly Observation[];
    expect(() => diagnose(promise)).to.throw(TypeError, 'await');
  });

  for (const [desc, observations, codes] of table) {
    it(`says ${codes.join(', ') || 'nothing'} if ${desc}`, () => {
      const found = diagnose(observations)
        .map(({ code }) => code)
        .filter((code) => !code.endsWith('_UNSUPPORTED'));
      expect(found).to.deep.equal(codes);
    });
  }

  it('explains the code of a failure in words', () => {
    const said = (message: string) =>
      diagnose([seen('polling-get', asked, { ...failure('ECONNREFUSED'), message })])[0]?.message;
    expect(said('nobody \x07there')).to.include('ECONNREFUSED (nobody ').and.not.include('\x07');
    expect(said('connect ECONNREFUSED')).to.include('ECONNREFUSED.').and.not.include('(connect');
    expect(said('')).to.include('ECONNREFUSED.');
  });

  it('says which protocol is not spoken', () => {
    const v2 = seen('polling-get', asked, answer(200, admits(asked), `96:${OPEN}`), { eio: 3 });
    expect(diagnose([v2]).map(({ code }) => code)).to.deep.equal(['EIO4_UNSUPPORTED']);
    expect(diagnose([opens(asked)]).map(({ code }) => code)).to.deep.equal(['EIO3_UNSUPPORTED']);
    expect(diagnose([opens(asked), v2])).to.deep.equal([]);
  });

  it('names the setting of the generation that it found', () => {
    const refused = answer(403, [], '{"code":4,"message":"Forbidden"}');
    const v2 = [
      seen('polling-get', asked, refused, { eio: 3 }),
      seen('polling-get', foreign, answer(200, admits(foreign), `96:${OPEN}`), { eio: 3 }),
    ];
    const remedyOf = (code: string, observations: readonly Observation[]) =>
      diagnose(observations).find((diagnosis) => diagnosis.code === code)?.remedy;
    expect(remedyOf('HANDSHAKE_REFUSED', v2)).to.include(
      'origins: ["https://a.com", "https://a.com:443", "a.com:443"]',
    );
    const python = [seen('polling-get', asked, answer(400, [], '"Not an accepted origin."'))];
    expect(remedyOf('HANDSHAKE_REFUSED', python)).to.include('cors_allowed_origins=["https://a.com"]');
    const node = [
      seen('polling-get', asked, answer(403, [], '{"code":4,"message":"Not an accepted origin."}')),
    ];
    expect(remedyOf('HANDSHAKE_REFUSED', node)).to.not.include('cors_allowed_origins');
    expect(remedyOf('CORSMissingAllowOrigin', [opens(asked, [])])).to.include(
      'cors: { origin: ["https://a.com"], credentials: true }',
    );
  });

  it('reports once what several pages and requests have in common', () => {
    const other = { ...asked, origin: 'https://b.com' };
    const [diagnosis, ...more] = diagnose([
      opens(asked, []),
      seen('polling-post', asked, answer(200, [], 'ok')),
      opens(other, []),
    ]).filter(({ code }) => code === 'CORSMissingAllowOrigin');
    expect(more).to.deep.equal([]);
    expect(diagnosis?.message).to.include(
      'https://a.com (polling GET, polling POST), https://b.com (polling GET)',
    );
    expect(diagnosis?.docs).to.equal('docs/codes.md#corsmissingalloworigin');
  });

  it('lets no server write on the terminal', () => {
    const evil = '\x1b[2J\x1b]0;title\x07\r\n\u009b1m\u202e';
    const texts = diagnose([
      opens(asked, [allowOrigin(evil), ['Server', evil]]),
      seen('polling-post', asked, answer(400, admits(asked), `<title>${evil}</title>`)),
      seen('websocket', asked, answer(101, [], '', { socket: { messages: [evil], closed: false } })),
    ]).map(({ message, remedy }) => message + remedy);
    expect(texts).to.have.length.greaterThan(2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(texts.filter((text) => /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/.test(text))).to.deep.equal([]);
  });
});
