import { v2WithHandler, v4Guarded } from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const options = { headers: ['x-token: 1'] };
const answered = (headers: string) => `if ($request_method = OPTIONS) { ${headers} return 204; }`;

/** Proxies that answer preflights themselves. */
export const answeredPreflights: readonly SetUp[] = [
  {
    name: 'nginx answers 204 and does not allow the header that v4 allows',
    proxy: nginx({
      location: answered(
        'add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Credentials true; add_header Access-Control-Allow-Headers Content-Type;',
      ),
    }),
    nodes: [v4Guarded],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowHeaderFromPreflight'],
  },
  {
    name: 'nginx answers 204 without a header in front of v2 with a handler',
    proxy: nginx({ location: answered('') }),
    nodes: [v2WithHandler],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx answers 204 without a header in front of v4',
    proxy: nginx({ location: answered('') }),
    nodes: [v4Guarded],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx answers 204 and doubles the header of GET',
    proxy: nginx({
      server: 'add_header Access-Control-Allow-Origin $http_origin always;',
      location: answered('add_header X-Answered-By nginx;'),
    }),
    nodes: [v4Guarded],
    options,
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowOrigin', 'CORSMultipleAllowOriginNotAllowed'],
  },
  {
    name: 'nginx answers every request as ingress-nginx does with enable-cors',
    proxy: nginx({
      location: `
          proxy_hide_header Access-Control-Allow-Origin;
          proxy_hide_header Access-Control-Allow-Credentials;
          add_header Access-Control-Allow-Origin * always;
          add_header Access-Control-Allow-Credentials true always;
          ${answered('add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Credentials true; add_header Access-Control-Allow-Methods "GET, PUT, POST, DELETE, PATCH, OPTIONS"; add_header Access-Control-Allow-Headers "x-token,content-type"; add_header Access-Control-Max-Age 1728000;')}`,
    }),
    nodes: [v4Guarded],
    options,
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['ALLOW_ORIGIN_CHANGED_ON_THE_WAY', 'CORSNotSupportingCredentials'],
  },
  {
    name: 'HAProxy answers 204 without a header in front of v4',
    proxy: haproxy({ frontend: 'http-request return status 204 if METH_OPTIONS' }),
    nodes: [v4Guarded],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['PREFLIGHT_ANSWERED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy answers * in front of v2 with a handler',
    proxy: haproxy({
      frontend:
        'http-request return status 200 hdr Access-Control-Allow-Origin * hdr Access-Control-Allow-Headers * if METH_OPTIONS',
    }),
    nodes: [v2WithHandler],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['CORSNotSupportingCredentials'],
  },
  {
    name: 'nginx answers in full: what the page sends is allowed',
    proxy: nginx({
      location: answered(
        'add_header Access-Control-Allow-Origin http://app.example; add_header Access-Control-Allow-Credentials true; add_header Access-Control-Allow-Headers "x-token,content-type";',
      ),
    }),
    nodes: [v4Guarded],
    options,
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
];
