import { expect } from 'chai';
import { corsPreflight, needsPreflight, preflightHeaders } from '../../../src/doctor/fetch.js';
import type { HeaderList } from '../../../src/doctor/observation.js';

const ORIGIN = 'https://example.com';
const GOOD: HeaderList = [
  ['Access-Control-Allow-Origin', ORIGIN],
  ['Access-Control-Allow-Credentials', 'true'],
];
const WILD: HeaderList = [['Access-Control-Allow-Origin', '*']];
const headersAllowed = (value: string): [string, string] => ['Access-Control-Allow-Headers', value];
const methodsAllowed = (value: string): [string, string] => ['Access-Control-Allow-Methods', value];

interface Row {
  readonly desc: string;
  readonly response: { readonly status?: number; readonly headers: HeaderList };
  readonly sent?: HeaderList;
  readonly method?: string;
  readonly credentials?: boolean;
  readonly reason: string | null;
}

const table: readonly Row[] = [
  { desc: 'the header is allowed', response: { headers: [...GOOD, headersAllowed('X-One')] }, reason: null },
  { desc: 'names differ in case', response: { headers: [...GOOD, headersAllowed('x-ONE')] }, reason: null },
  {
    desc: 'elements are empty',
    response: { headers: [...GOOD, headersAllowed(', ,x-one, ')] },
    reason: null,
  },
  {
    desc: 'the list comes in two headers',
    response: { headers: [...GOOD, headersAllowed('a'), headersAllowed('x-one')] },
    reason: null,
  },
  {
    desc: 'the header is missing',
    response: { headers: [...GOOD, headersAllowed('x-two')] },
    reason: 'CORSMissingAllowHeaderFromPreflight',
  },
  {
    desc: '* with credentials is a name',
    response: { headers: [...GOOD, headersAllowed('*')] },
    reason: 'CORSMissingAllowHeaderFromPreflight',
  },
  {
    desc: '* without credentials is a wildcard',
    response: { headers: [...WILD, headersAllowed('*')] },
    credentials: false,
    reason: null,
  },
  {
    desc: '* is never Authorization',
    response: { headers: [...WILD, headersAllowed('*')] },
    sent: [['Authorization', 'Bearer a']],
    credentials: false,
    reason: 'CORSMissingAllowHeaderFromPreflight',
  },
  {
    desc: 'Authorization is named',
    response: { headers: [...WILD, headersAllowed('*, authorization')] },
    sent: [['Authorization', 'Bearer a']],
    credentials: false,
    reason: null,
  },
  {
    desc: 'a name is no token',
    response: { headers: [...GOOD, headersAllowed('x-one x-two')] },
    reason: 'CORSInvalidAllowHeader',
  },
  {
    desc: 'a method is no token',
    response: { headers: [...GOOD, headersAllowed('x-one'), methodsAllowed('GET POST')] },
    reason: 'CORSInvalidAllowMethod',
  },
  {
    desc: 'GET needs no mention',
    response: { headers: [...GOOD, headersAllowed('x-one'), methodsAllowed('PUT')] },
    reason: null,
  },
  {
    desc: 'PUT needs mention',
    response: { headers: [...GOOD, methodsAllowed('GET')] },
    method: 'PUT',
    sent: [],
    reason: 'CORSMethodNotFound',
  },
  {
    desc: 'methods differ in case',
    response: { headers: [...GOOD, methodsAllowed('patch')] },
    method: 'PATCH',
    sent: [],
    reason: 'CORSMethodNotFound',
  },
  {
    desc: '* as method with credentials',
    response: { headers: [...GOOD, methodsAllowed('*')] },
    method: 'PUT',
    sent: [],
    reason: 'CORSMethodNotFound',
  },
  {
    desc: '* as method without credentials',
    response: { headers: [...WILD, methodsAllowed('*')] },
    method: 'PUT',
    sent: [],
    credentials: false,
    reason: null,
  },
  { desc: 'nothing is said at all', response: { headers: [] }, reason: 'CORSMissingAllowOrigin' },
  {
    desc: 'the check fails and the status too',
    response: { status: 400, headers: [] },
    reason: 'CORSMissingAllowOrigin',
  },
  ...[199, 304, 400, 401, 500].map((status) => ({
    desc: `the status is ${status}`,
    response: { status, headers: [...GOOD, headersAllowed('x-one')] },
    reason: 'CORSPreflightDidNotSucceed',
  })),
  ...[200, 204, 299].map((status) => ({
    desc: `the status is ${status}`,
    response: { status, headers: [...GOOD, headersAllowed('x-one')] },
    reason: null,
  })),
  ...[301, 302, 303, 307, 308].map((status) => ({
    desc: `it is a redirect of status ${status}`,
    response: { status, headers: [...GOOD, headersAllowed('x-one')] },
    reason: 'CORSExternalRedirectNotAllowed',
  })),
];

describe('the preflight', () => {
  for (const {
    desc,
    response,
    sent = [['X-One', '1']],
    method = 'GET',
    credentials = true,
    reason,
  } of table) {
    it(`${reason === null ? 'succeeds' : `fails by ${reason}`} if ${desc}`, () => {
      const request = { origin: ORIGIN, credentials, method, headers: sent as HeaderList };
      expect(corsPreflight(request, { status: 200, ...response })?.reason ?? null).to.equal(reason);
    });
  }

  it('is needed for headers and methods that are not safelisted', () => {
    const needed = (method: string, headers: HeaderList) => needsPreflight({ method, headers });
    expect(needed('GET', [])).to.equal(false);
    expect(needed('POST', [['Content-Type', 'text/plain;charset=UTF-8']])).to.equal(false);
    expect(needed('POST', [['Content-Type', 'application/octet-stream']])).to.equal(true);
    expect(needed('PUT', [])).to.equal(true);
    expect(needed('GET', [['X-One', '']])).to.equal(true);
  });

  it('requests the names in lower case, sorted, each once, separated by commas only', () => {
    const headers: HeaderList = [
      ['X-Two', '1'],
      ['Accept', '*/*'],
      ['a-one', '1'],
      ['x-two', '2'],
    ];
    expect(preflightHeaders({ origin: ORIGIN, credentials: true, method: 'GET', headers })).to.deep.equal([
      ['Access-Control-Request-Method', 'GET'],
      ['Access-Control-Request-Headers', 'a-one,x-two'],
    ]);
  });
});
