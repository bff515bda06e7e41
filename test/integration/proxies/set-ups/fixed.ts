import {
  v2Listed,
  v2WithHandler,
  v2WithoutCookie,
  v4Function,
  v4Guarded,
  v4Named,
  v4Reflecting,
  v4Wildcard,
} from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const headers = ['x-token: 1'];
const upgrade = `
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";`;
const allowed = { page: 'AAAA', foreign: 'bbbb', codes: [], exit: 0 } as const;
/** v2 without a handler for preflights. */
const allowedInV2 = { ...allowed, page: 'AAbA' } as const;

/** The directives that remedies give, each in front of a server that is set up right. */
export const fixedProxies: readonly SetUp[] = [
  {
    name: 'nginx passes the upgrade on with a fixed Connection',
    proxy: nginx({ locations: `location /socket.io/ { proxy_pass http://nodes; ${upgrade} }` }),
    nodes: [v4Guarded],
    ...allowed,
  },
  {
    name: 'nginx names OPTIONS in limit_except',
    proxy: nginx({ location: 'limit_except GET POST OPTIONS { deny all; }' }),
    nodes: [v4Guarded],
    options: { headers },
    ...allowed,
  },
  {
    name: 'nginx answers OPTIONS in another location only',
    proxy: nginx({ server: 'location / { if ($request_method = OPTIONS) { return 204; } return 404; }' }),
    nodes: [v2WithHandler],
    options: { headers },
    ...allowed,
    foreign: 'bbAb',
  },
  {
    name: 'nginx hashes the address of clients',
    proxy: nginx({ upstream: 'hash $remote_addr consistent;' }),
    nodes: [v4Guarded, v4Guarded],
    ...allowed,
  },
  {
    name: 'nginx switches its cache off in the location',
    proxy: nginx({
      http: 'proxy_cache_path cache keys_zone=answers:1m;',
      server:
        'proxy_cache answers; proxy_cache_key $host$uri$arg_EIO$arg_transport$arg_sid; proxy_cache_valid any 1m;',
      location: 'proxy_cache off;',
    }),
    nodes: [v2WithoutCookie],
    ...allowedInV2,
    foreign: 'AAbA',
    exit: 1,
  },
  {
    name: 'nginx passes the query on behind a variable',
    proxy: nginx({
      locations: `location /socket.io/ { set $node nodes; proxy_pass http://$node/socket.io/$is_args$args; ${upgrade} }`,
    }),
    nodes: [v4Guarded],
    ...allowed,
  },
  {
    name: 'nginx passes the whole URI on, to a variable without a path',
    proxy: nginx({
      locations: `location /socket.io/ { set $node nodes; proxy_pass http://$node; ${upgrade} }`,
    }),
    nodes: [v2Listed],
    ...allowedInV2,
  },
  {
    name: 'HAProxy refuses OPTIONS under other paths only',
    proxy: haproxy({ frontend: 'http-request deny if METH_OPTIONS !{ path_beg /socket.io/ }' }),
    nodes: [v4Guarded],
    options: { headers },
    ...allowed,
  },
  {
    name: 'HAProxy answers OPTIONS under other paths only',
    proxy: haproxy({ frontend: 'http-request return status 204 if METH_OPTIONS !{ path_beg /socket.io/ }' }),
    nodes: [v2WithHandler],
    options: { headers },
    ...allowed,
    foreign: 'bbAb',
  },
  {
    name: 'HAProxy writes its header under other paths only',
    proxy: haproxy({
      frontend: `http-request set-var(txn.path) path
        http-response set-header Access-Control-Allow-Origin * if !{ var(txn.path) -m beg /socket.io/ }`,
    }),
    nodes: [v4Guarded],
    ...allowed,
  },
  {
    name: 'HAProxy sets the path and keeps the query',
    proxy: haproxy({ frontend: 'http-request set-path %[path]' }),
    nodes: [v4Guarded],
    ...allowed,
  },
];

/** Servers whose settings look like the work of a proxy, behind proxies that change nothing. */
export const peculiarServers: readonly SetUp[] = [
  {
    name: 'nginx in front of v4 that reflects every origin',
    proxy: nginx(),
    nodes: [v4Reflecting],
    page: 'AAAA',
    foreign: 'AAAA',
    codes: [],
  },
  {
    name: 'nginx in front of v4 that names one other origin, as a string',
    proxy: nginx(),
    nodes: [v4Named],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'HAProxy in front of v4 that names one other origin, as a string',
    proxy: haproxy(),
    nodes: [v4Named],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSAllowOriginNotMatchingOrigin'],
  },
  {
    name: 'nginx in front of v4 that allows every origin, without credentials',
    proxy: nginx(),
    nodes: [v4Wildcard],
    page: 'bbbA',
    foreign: 'bbbA',
    codes: ['CORSNotSupportingCredentials'],
  },
  {
    name: 'HAProxy in front of v4 whose cors is a function',
    proxy: haproxy(),
    nodes: [v4Function],
    page: 'AAAA',
    foreign: 'bbbA',
    codes: [],
  },
];
