import { silent, v2Listed, v4Guarded } from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const none = 'bbbb';

const locations = `location /socket.io/ {
  set $node nodes;
  proxy_pass http://$node/socket.io/;
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
}`;

/** Proxies that lose the query. */
export const lostQueries: readonly SetUp[] = [
  {
    name: 'nginx with a variable and a path in proxy_pass, v4',
    proxy: nginx({ locations }),
    nodes: [v4Guarded],
    page: 'bbAb',
    foreign: none,
    codes: ['QUERY_NOT_PASSED_ON'],
  },
  {
    name: 'nginx with a variable and a path in proxy_pass, v2',
    proxy: nginx({ locations }),
    nodes: [v2Listed],
    page: none,
    foreign: none,
    codes: ['QUERY_NOT_PASSED_ON'],
  },
  {
    name: 'HAProxy that sets the URI to the path',
    proxy: haproxy({ frontend: 'http-request set-uri %[path]' }),
    nodes: [v4Guarded],
    page: 'bbAb',
    foreign: none,
    codes: ['QUERY_NOT_PASSED_ON'],
  },
];

/** Proxies that do not pass the upgrade on. */
export const lostUpgrades: readonly SetUp[] = [
  {
    name: 'nginx without Upgrade and Connection',
    proxy: nginx({ locations: 'location /socket.io/ { proxy_pass http://nodes; }' }),
    nodes: [v4Guarded],
    page: 'AAAb',
    foreign: none,
    codes: ['WEBSOCKET_NOT_PASSED_ON'],
  },
  {
    name: 'nginx with an empty Connection',
    proxy: nginx({
      locations:
        'location /socket.io/ { proxy_pass http://nodes; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Upgrade $http_upgrade; }',
    }),
    nodes: [v2Listed],
    page: 'AAbb',
    foreign: none,
    codes: ['WEBSOCKET_NOT_PASSED_ON'],
  },
  {
    name: 'HAProxy that deletes Upgrade',
    proxy: haproxy({ frontend: 'http-request del-header Upgrade' }),
    nodes: [v4Guarded],
    page: 'AAAb',
    foreign: none,
    codes: ['WEBSOCKET_NOT_PASSED_ON'],
  },
  {
    name: 'nginx that passes Upgrade on by HTTP/1.0, which Node accepts',
    proxy: nginx({
      locations:
        'location /socket.io/ { proxy_pass http://nodes; proxy_set_header Connection upgrade; proxy_set_header Upgrade $http_upgrade; }',
    }),
    nodes: [v2Listed],
    page: 'AAbA',
    foreign: none,
    codes: [],
    exit: 0,
  },
];

const stripped = 'location /socket.io/ { proxy_pass http://nodes/; }';

/** Proxies that change the path. */
export const changedPaths: readonly SetUp[] = [
  {
    name: 'nginx redirects the path to one without a slash: Engine.IO answers below it, but nothing is cut off',
    proxy: nginx({
      locations:
        'location = /socket.io/ { return 301 /socket.io; } location /socket.io { proxy_pass http://nodes; }',
    }),
    nodes: [v4Guarded],
    page: 'bbbb',
    foreign: 'bbbb',
    codes: ['CORSExternalRedirectNotAllowed', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx cuts /socket.io off (a slash at the end of proxy_pass)',
    proxy: nginx({ locations: stripped }),
    nodes: [v4Guarded],
    options: { timeout: 1000 },
    page: 'bb',
    foreign: '',
    codes: ['PATH_NOT_PASSED_ON'],
  },
  {
    name: 'nginx serves the server below /api',
    proxy: nginx({ locations: 'location /api/ { proxy_pass http://nodes/; }' }),
    nodes: [v4Guarded],
    options: { path: '/socket.io' },
    page: none,
    foreign: none,
    codes: ['NOT_SOCKET_IO', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'nginx serves the page of an app instead',
    proxy: nginx({ locations: 'location / { default_type text/html; return 200 "<title>App</title>"; }' }),
    nodes: [v4Guarded],
    page: none,
    foreign: none,
    codes: ['NOT_SOCKET_IO', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy cuts /socket.io off',
    proxy: haproxy({ frontend: 'http-request replace-path /socket.io/(.*) /\\1' }),
    nodes: [v2Listed],
    options: { timeout: 1000 },
    page: 'bb',
    foreign: '',
    codes: ['PATH_NOT_PASSED_ON'],
  },
];

const down: Omit<SetUp, 'name' | 'proxy'> = {
  nodes: [],
  page: none,
  foreign: none,
  codes: ['SERVER_BEHIND_PROXY_DOWN', 'CORSMissingAllowOrigin'],
};

/** Proxies whose server is down. */
export const serversDown: readonly SetUp[] = [
  {
    name: 'nginx: 502, nothing listens there',
    proxy: nginx(),
    ...down,
  },
  {
    name: 'nginx: 503, by maintenance, with headers for every page',
    proxy: nginx({
      locations:
        'location / { add_header Access-Control-Allow-Origin $http_origin always; add_header Access-Control-Allow-Credentials true always; return 503; }',
    }),
    ...down,
    codes: ['SERVER_BEHIND_PROXY_DOWN'],
  },
  {
    name: 'HAProxy: 503, nothing listens there',
    proxy: haproxy(),
    ...down,
  },
  {
    name: 'HAProxy: 504, the server does not answer',
    proxy: haproxy({ defaults: 'timeout server 100ms' }),
    ...down,
    nodes: [silent],
  },
  {
    name: 'Cloudflare: 521',
    proxy: nginx({
      locations: 'location / { add_header CF-Ray 1234-AMS always; return 521; }',
    }),
    ...down,
  },
];

const plain = (url: string) => url.replace('https:', 'http:');

/** Proxies that speak TLS. */
export const tlsPorts: readonly SetUp[] = [
  {
    name: 'nginx, asked by http',
    proxy: nginx({ tls: true }),
    address: plain,
    nodes: [v4Guarded],
    page: 'bb',
    foreign: '',
    codes: ['PLAIN_HTTP_TO_TLS_PORT', 'CORSMissingAllowOrigin'],
  },
  {
    name: 'HAProxy, asked by http',
    proxy: haproxy({ tls: true }),
    address: plain,
    nodes: [v4Guarded],
    page: '',
    foreign: '',
    codes: ['PLAIN_HTTP_TO_TLS_PORT'],
    exit: 3,
  },
  {
    name: 'nginx, asked by https',
    proxy: nginx({ tls: true }),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: none,
    codes: [],
    exit: 0,
  },
];
