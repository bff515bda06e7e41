import { expect } from 'chai';
import { explainCode, looksLikeCode, unknownCode } from '../../src/explain/explain-code.js';
import { chapters } from '../../src/messages/docs/index.js';
import { CHANGED_MEMBERS } from '../../src/messages/program.js';

describe('explainCode', () => {
  for (const { title, codes } of chapters) {
    it(`explains every code of the chapter ${title}`, () => {
      for (const { code } of codes) {
        const text = explainCode(code) ?? '';
        expect(text.startsWith(`${code} (`), code).to.be.true;
        expect(text, code).to.match(/^Fix: /m);
      }
    });
  }

  it('begins a line with each item of a list', () => {
    const lines = (explainCode('V2_API_CHANGED') ?? '').split('\n');
    expect(lines.filter((line) => line.startsWith('- `')).length).to.equal(
      Object.keys(CHANGED_MEMBERS).length,
    );
    expect(lines.filter((line) => line.length > 100)).to.deep.equal([]);
  });

  for (const [typed, meant] of [
    ['ORIGIN_NOW_ADMITED', 'ORIGIN_NOW_ADMITTED'],
    ['origin-now-admitted', 'ORIGIN_NOW_ADMITTED'],
    ['CORSMissingAllowOrgin', 'CORSMissingAllowOrigin'],
  ] as const) {
    it(`answers ${typed} with ${meant}`, () => {
      expect(explainCode(typed)).to.equal(undefined);
      expect(unknownCode(typed)).to.include(meant);
    });
  }
});

const CHROME =
  "Access to XMLHttpRequest at 'http://localhost:3000/socket.io/?EIO=4&transport=polling&t=abc' from origin 'http://localhost:8080' has been blocked by CORS policy: ";
const PREFLIGHT = "Response to preflight request doesn't pass access control check: ";
const FIREFOX =
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:3000/socket.io/?EIO=4&transport=polling&t=abc. ';

describe('explainCode, given the message of a browser,', () => {
  for (const [code, printed] of [
    [
      'CORSMissingAllowOrigin',
      `${CHROME}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    ],
    [
      'CORSMissingAllowOrigin',
      `${CHROME}${PREFLIGHT}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    ],
    [
      'CORSMissingAllowOrigin',
      `${FIREFOX}(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 400.`,
    ],
    [
      'CORSMissingAllowCredentials',
      `${FIREFOX}(Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).`,
    ],
    [
      'CORSNotSupportingCredentials',
      `${CHROME}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.`,
    ],
    ['CORSPreflightDidNotSucceed', `${CHROME}${PREFLIGHT}It does not have HTTP ok status.`],
    [
      'CORSMissingAllowHeaderFromPreflight',
      `${CHROME}Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response.`,
    ],
    [
      'CORSAllowOriginNotMatchingOrigin',
      `${CHROME}The 'Access-Control-Allow-Origin' header has a value 'http://localhost:8080/' that is not equal to the supplied origin.`,
    ],
    ['CORSDisabled', `${FIREFOX}(Reason: CORS disabled).`],
    // Only the reason, as the guide lists them.
    [
      'CORSMissingAllowOrigin',
      "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    ],
    ['CORSMissingAllowOrigin', 'CORS header ‘Access-Control-Allow-Origin’ missing'],
    ['CORSPreflightDidNotSucceed', `${PREFLIGHT}It does not have HTTP ok status.`],
    ['NOT_REACHABLE', 'CORS request did not succeed'],
    [
      'NOT_REACHABLE',
      'GET http://localhost:3000/socket.io/?EIO=4&transport=polling net::ERR_CONNECTION_REFUSED',
    ],
    ['TLS_FAILED', 'net::ERR_CERT_DATE_INVALID'],
    // Older browsers
    [
      'CORSMissingAllowOrigin',
      "Failed to load http://a.example/socket.io/?EIO=3: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'http://b.example' is therefore not allowed access. The response had HTTP status code 521.",
    ],
    ['CORSMissingAllowOrigin', 'Origin http://b.example is not allowed by Access-Control-Allow-Origin.'],
    // Servers and Node
    ['SESSION_UNKNOWN', '{"code":1,"message":"Session ID unknown"}'],
    ['SESSION_UNKNOWN', 'Session ID unknown'],
    ['HANDSHAKE_REFUSED', '{"code":4,"message":"Forbidden"}'],
    ['HANDSHAKE_REFUSED', 'http://b.example is not an accepted origin.'],
    ['EIO3_UNSUPPORTED', '{"code":5,"message":"Unsupported protocol version"}'],
    ['LEGACY_CALL_THROWS', 'TypeError: io.origins is not a function'],
    ['LEGACY_CALL_THROWS', 'TypeError: this.server.origins is not a function'],
    ['CALL_HAS_NO_EQUIVALENT', 'TypeError: io.set is not a function'],
    ['REWRITTEN_FOR_V4', 'TypeError: require(...).listen is not a function'],
  ] as const) {
    it(`finds ${code}`, () => {
      expect(explainCode(printed)?.split(' ')[0]).to.equal(code);
      expect(looksLikeCode(printed)).to.be.true;
    });
  }
});

describe('looksLikeCode', () => {
  it('distinguishes codes from settings and paths', () => {
    for (const code of ['ORIGIN_NOW_ADMITTED', 'NO_SUCH_CODE', 'CORSDidNotSucceed'])
      expect(looksLikeCode(code), code).to.be.true;
    for (const other of [
      '{}',
      'settings.json',
      'server.js',
      '-',
      '[]',
      'SETTINGS.json',
      'cors.json',
      '{ cors: true }',
      '{ origins: ["https://example.com"] }',
      'xhr poll error',
    ])
      expect(looksLikeCode(other), other).to.be.false;
  });
});
