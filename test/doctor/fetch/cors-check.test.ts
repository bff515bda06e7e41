import { expect } from 'chai';
import { corsCheck } from '../../../src/doctor/fetch.js';
import type { HeaderList } from '../../../src/doctor/observation.js';

const ORIGIN = 'https://example.com';
const allow = (value: string): [string, string] => ['Access-Control-Allow-Origin', value];
const credentials = (value: string): [string, string] => ['access-control-allow-credentials', value];

const table: readonly { desc: string; headers: HeaderList; with: string | null; without: string | null }[] = [
  { desc: 'nothing', headers: [], with: 'CORSMissingAllowOrigin', without: 'CORSMissingAllowOrigin' },
  {
    desc: 'the origin and credentials',
    headers: [allow(ORIGIN), credentials('true')],
    with: null,
    without: null,
  },
  { desc: 'the origin alone', headers: [allow(ORIGIN)], with: 'CORSMissingAllowCredentials', without: null },
  {
    desc: 'True',
    headers: [allow(ORIGIN), credentials('True')],
    with: 'CORSMissingAllowCredentials',
    without: null,
  },
  {
    desc: 'TRUE',
    headers: [allow(ORIGIN), credentials('TRUE')],
    with: 'CORSMissingAllowCredentials',
    without: null,
  },
  {
    desc: 'credentials, empty',
    headers: [allow(ORIGIN), credentials('')],
    with: 'CORSMissingAllowCredentials',
    without: null,
  },
  {
    desc: 'credentials twice',
    headers: [allow(ORIGIN), credentials('true'), credentials('true')],
    with: 'CORSMissingAllowCredentials',
    without: null,
  },
  { desc: '*', headers: [allow('*')], with: 'CORSNotSupportingCredentials', without: null },
  {
    desc: '* and credentials',
    headers: [allow('*'), credentials('true')],
    with: 'CORSNotSupportingCredentials',
    without: null,
  },
  ...[
    'https://Example.com',
    'HTTPS://example.com',
    'https://example.com:443',
    'https://example.com/',
    'http://example.com',
    'https://example.co',
    'https://example.com.evil.example',
    'null',
    '',
    'https://*.example.com',
    'https://example.com\u00e9',
  ].map((value) => ({
    desc: `another origin, ${value}`,
    headers: [allow(value), credentials('true')],
    with: 'CORSAllowOriginNotMatchingOrigin',
    without: 'CORSAllowOriginNotMatchingOrigin',
  })),
  ...[
    [allow(ORIGIN), allow(ORIGIN)],
    [allow('*'), allow(ORIGIN)],
    [allow(`${ORIGIN},https://b.com`)],
    [allow(`${ORIGIN} https://b.com`)],
    [allow('*'), allow('*')],
  ].map((headers) => ({
    desc: `several, ${headers.map(([, value]) => value).join(' and ')}`,
    headers: [...headers, credentials('true')],
    with: 'CORSMultipleAllowOriginNotAllowed',
    without: 'CORSMultipleAllowOriginNotAllowed',
  })),
];

describe('the CORS check', () => {
  for (const { desc, headers, with: withCredentials, without } of table) {
    it(`answers ${withCredentials ?? 'success'} with and ${without ?? 'success'} without credentials for ${desc}`, () => {
      const reason = (value: boolean) =>
        corsCheck({ origin: ORIGIN, credentials: value }, headers)?.reason ?? null;
      expect([reason(true), reason(false)]).to.deep.equal([withCredentials, without]);
    });
  }

  it('lets the origin null read an answer that names null', () => {
    expect(corsCheck({ origin: 'null', credentials: false }, [allow('null')])).to.equal(null);
  });
});
