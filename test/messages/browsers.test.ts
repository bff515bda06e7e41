import { expect } from 'chai';
import { diagnose } from '../../src/doctor/diagnose.js';
import type { HeaderList, Observation, Page } from '../../src/doctor/observation.js';
import { browserCatalogue } from '../../src/messages/browsers.js';
import { admits, answer, opens, page, seen } from '../doctor/seen.js';

/**
 * `chrome/en-US/locale/en-US/global/security/security.properties` of Firefox 153.7.0 ESR (Debian's firefox-esr), what
 * follows "disallows reading the remote resource at". %1$S is the URL.
 */
const FIREFOX = {
  CORSDidNotSucceed: '%1$S. (Reason: CORS request did not succeed). Status code: (null).',
  CORSExternalRedirectNotAllowed: '%1$S. (Reason: CORS request external redirect not allowed).',
  CORSRequestNotHttp: '%1$S. (Reason: CORS request not http).',
  CORSMissingAllowOrigin:
    '%1$S. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.',
  CORSMultipleAllowOriginNotAllowed:
    '%1$S. (Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).',
  CORSAllowOriginNotMatchingOrigin:
    '%1$S. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://b.com’).',
  CORSNotSupportingCredentials:
    '‘%1$S’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
  CORSMethodNotFound: '%1$S. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).',
  CORSMissingAllowCredentials:
    '%1$S. (Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).',
  CORSPreflightDidNotSucceed: '%1$S. (Reason: CORS preflight response did not succeed). Status code: 400.',
  CORSInvalidAllowMethod:
    '%1$S. (Reason: invalid token ‘P(ST’ in CORS header ‘Access-Control-Allow-Methods’).',
  CORSInvalidAllowHeader:
    '%1$S. (Reason: invalid token ‘a b’ in CORS header ‘Access-Control-Allow-Headers’).',
  CORSMissingAllowHeaderFromPreflight:
    '%1$S. (Reason: header ‘x-one’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
} as const;

const asked = page('asked');
const withHeader: Page = page('asked', [['x-one', '1']]);
const origin = (...values: string[]): HeaderList =>
  values.map((value) => ['Access-Control-Allow-Origin', value] as const);
const preflight = (status: number, ...headers: HeaderList): Observation[] => [
  opens(withHeader),
  seen('preflight', withHeader, answer(status, [...admits(withHeader), ...headers])),
];
const failing = (code: string): Observation[] => [
  seen('polling-get', asked, { kind: 'failure', code, message: 'file:', connected: false }),
];

/** Answers that cause each error. CORSMethodNotFound has none: Socket.IO sends no method that a preflight could forbid. */
const causes: Readonly<Record<Exclude<keyof typeof FIREFOX, 'CORSMethodNotFound'>, readonly Observation[]>> =
  {
    CORSDidNotSucceed: [
      opens(asked),
      seen('polling-post', asked, { kind: 'failure', code: 'ECONNRESET', message: '', connected: true }),
    ],
    CORSExternalRedirectNotAllowed: preflight(302),
    CORSRequestNotHttp: failing('NOT_HTTP'),
    CORSMissingAllowOrigin: [opens(asked, [])],
    CORSMultipleAllowOriginNotAllowed: [opens(asked, origin('*', '*'))],
    CORSAllowOriginNotMatchingOrigin: [opens(asked, origin('https://b.com'))],
    CORSNotSupportingCredentials: [opens(asked, origin('*'))],
    CORSMissingAllowCredentials: [opens(asked, origin(asked.origin))],
    CORSPreflightDidNotSucceed: preflight(400),
    CORSInvalidAllowMethod: preflight(204, ['Access-Control-Allow-Methods', 'P(ST']),
    CORSInvalidAllowHeader: preflight(204, ['Access-Control-Allow-Headers', 'a b']),
    CORSMissingAllowHeaderFromPreflight: preflight(204),
  };

describe("the doctor quotes Firefox's text of", () => {
  for (const [code, observations] of Object.entries(causes) as [keyof typeof causes, Observation[]][]) {
    it(code, () => {
      const message = diagnose(observations).find((diagnosis) => diagnosis.code === code)?.message ?? '';
      const [said = ''] = /Firefox: .*/.exec(message) ?? [];
      const [, url = 'no URL'] = /remote resource at ‘?(\S+?)’?\. \(/.exec(said) ?? [];
      expect(url).to.match(/^(?:http|file):/);
      expect(said).to.equal(
        `Firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${FIREFOX[code].replace('%1$S', url)}`,
      );
    });
  }

  it('CORSMethodNotFound', () => {
    const at = {
      ...{
        url: 'http://a.com/',
        origin: 'https://a.com',
        isPreflight: true,
        pages: 'https://a.com (preflight)',
      },
      ...{ status: 204, value: 'PUT', proxy: undefined },
      ...{ needed: { generation: 'v4', origins: [], headers: [] } as const },
    };
    expect(browserCatalogue.CORSMethodNotFound.message(at)).to.include(
      FIREFOX.CORSMethodNotFound.replace('%1$S', at.url),
    );
  });
});

describe('CORSAllowOriginNotMatchingOrigin', () => {
  for (const value of ['null', '', 'True', 'https://', 'https://b.com:99999', '*.example.com']) {
    it(`names the header "${value}", which is no URL`, () => {
      const found = diagnose([opens(asked, origin(value))]);
      expect(found.map(({ code }) => code)).to.include('CORSAllowOriginNotMatchingOrigin');
    });
  }
});

describe('the command that tells a setting from a proxy', () => {
  const remedyFor = (url: string, isPreflight: boolean) =>
    browserCatalogue.CORSMissingAllowOrigin.remedy({
      ...{ url, isPreflight, origin: 'https://b.com', pages: 'https://b.com', status: 200, value: null },
      ...{ proxy: undefined, hasCors: true, isOriginSeen: false },
      needed: { generation: 'v4', origins: ['https://b.com'], headers: ['my-custom-header'] },
    });

  it('asks both servers as the doctor asked one', () => {
    expect(remedyFor('https://a.com/socket.io/?EIO=4', false)).to.match(
      / https:\/\/a\.com --origin https:\/\/b\.com$/,
    );
    expect(remedyFor('https://a.com/realtime/?EIO=4', true)).to.match(
      / https:\/\/a\.com --origin https:\/\/b\.com --header my-custom-header --path \/realtime\/$/,
    );
  });
});
