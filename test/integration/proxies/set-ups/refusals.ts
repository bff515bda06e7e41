import { v2Listed, v2WithHandler, v4Guarded } from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const options = { headers: ['x-token: 1'] };

/** Proxies that refuse requests with a page of their own. */
export const refusals: readonly SetUp[] = [
  {
    name: 'nginx refuses OPTIONS (limit_except GET POST)',
    proxy: nginx({ location: 'limit_except GET POST { deny all; }' }),
    nodes: [v4Guarded],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses OPTIONS in front of v2 with a handler',
    proxy: nginx({ location: 'limit_except GET POST { deny all; }' }),
    nodes: [v2WithHandler],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy refuses OPTIONS (http-request deny)',
    proxy: haproxy({ frontend: 'http-request deny if METH_OPTIONS' }),
    nodes: [v4Guarded],
    options,
    page: 'AAbA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses POST in front of v4',
    proxy: nginx({ location: 'limit_except GET OPTIONS { deny all; }' }),
    nodes: [v4Guarded],
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses POST in front of v2',
    proxy: nginx({ location: 'limit_except GET OPTIONS { deny all; }' }),
    nodes: [v2Listed],
    page: 'AbbA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy refuses POST with 405',
    proxy: haproxy({ frontend: 'http-request deny deny_status 405 if METH_POST' }),
    nodes: [v4Guarded],
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses WebSockets with 403',
    proxy: nginx({ location: 'if ($http_upgrade) { return 403; }' }),
    nodes: [v4Guarded],
    page: 'AAAb',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY'],
  },
  {
    name: 'HAProxy refuses WebSockets',
    proxy: haproxy({ frontend: 'http-request deny if { hdr(Upgrade) -i websocket }' }),
    nodes: [v2Listed],
    page: 'AAbb',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY'],
  },
  {
    name: 'HAProxy has no server for WebSockets: 503',
    proxy: haproxy({
      frontend: 'use_backend sockets if { hdr(Upgrade) -i websocket }',
      sections: () => 'backend sockets',
    }),
    nodes: [v4Guarded],
    page: 'AAAb',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY'],
  },
  {
    name: 'nginx passes WebSockets to a port where nothing listens: 502',
    proxy: nginx({
      http: 'map $http_upgrade $where { default 127.0.0.1:1; "" nodes; }',
      location: '',
      locations: `location /socket.io/ {
          proxy_pass http://$where;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }`,
    }),
    nodes: [v4Guarded],
    page: 'AAAb',
    foreign: 'bbbb',
    codes: ['WEBSOCKET_NOT_PASSED_ON'],
  },
  {
    name: 'nginx asks for a password: preflights and WebSockets cannot send one',
    proxy: nginx({
      http: 'map $http_authorization $known { default ""; "Basic bWU6c2VjcmV0" 1; }',
      location: 'if ($known = "") { return 401; }',
    }),
    nodes: [v4Guarded],
    options: { headers: ['Authorization: Basic bWU6c2VjcmV0'] },
    page: 'AAbb',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses what lacks the headers that every browser sends: the page is let in',
    proxy: nginx({
      location:
        'if ($http_accept_language = "") { return 403; } if ($http_user_agent !~ "Chrome|Firefox|Safari") { return 403; }',
    }),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'nginx refuses everything but browsers by User-Agent: the page is let in',
    proxy: nginx({ location: 'if ($http_user_agent !~ Mozilla) { return 403; }' }),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'nginx limits the rate, which the doctor keeps to',
    proxy: nginx({
      http: 'limit_req_zone all zone=few:1m rate=20r/s;',
      location: 'limit_req zone=few burst=2 nodelay;',
    }),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'nginx refuses pages by their Referer (valid_referers)',
    proxy: nginx({
      server: 'server_name api.example;',
      location: 'valid_referers none blocked server_names; if ($invalid_referer) { return 403; }',
    }),
    nodes: [v4Guarded],
    page: 'bbbA',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx refuses pages whose origin it does not list',
    proxy: nginx({ location: 'if ($http_origin !~ "^https://app\\.example$") { return 403; }' }),
    nodes: [v4Guarded],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['REFUSED_ON_THE_WAY', 'CORSMissingAllowOrigin'],
  },
];
