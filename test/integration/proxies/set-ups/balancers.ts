import { SAME_SITE_PAGE, v2Listed, v2WithoutCookie, v4Guarded } from '../nodes.js';
import { haproxy, nginx } from '../proxy.js';
import type { SetUp } from '../set-up.js';

const two = [v4Guarded, v4Guarded];
const twoV2 = [v2Listed, v2Listed];
const weight = (node: number) => (node === 0 ? 'weight 3' : 'weight 1');

/** Balancers in front of several nodes, and proxies in front of one. */
export const balancers: readonly SetUp[] = [
  {
    name: 'nginx takes two of v4 by turns',
    proxy: nginx(),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'nginx takes two of v2 by turns',
    proxy: nginx(),
    nodes: twoV2,
    page: 'AbbA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'nginx takes three by turns',
    proxy: nginx(),
    nodes: [...two, v4Guarded],
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'nginx weights two by 3 to 1',
    proxy: nginx({ weights: ['weight=3', 'weight=1'] }),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'nginx picks one of three by chance',
    proxy: nginx({ upstream: 'random;' }),
    nodes: [...two, v4Guarded],
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'HAProxy takes two by turns',
    proxy: haproxy({ backend: 'balance roundrobin' }),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'HAProxy weights two by 3 to 1',
    proxy: haproxy({ backend: 'balance roundrobin', options: weight }),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'HAProxy picks the one with the fewest connections',
    proxy: haproxy({ backend: 'balance leastconn' }),
    nodes: twoV2,
    page: 'AbbA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'HAProxy sends WebSockets to another node than polling',
    proxy: haproxy({
      frontend: 'use_backend sockets if { hdr(Upgrade) -i websocket }',
      backend: 'balance first',
      sections: ([, second]) => `backend sockets\nserver node2 127.0.0.1:${second}`,
    }),
    nodes: two,
    page: 'AAAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'nginx keeps clients on a node by their address (ip_hash)',
    proxy: nginx({ upstream: 'ip_hash;' }),
    nodes: two,
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'HAProxy keeps clients on a node by their address (balance source)',
    proxy: haproxy({ backend: 'balance source' }),
    nodes: two,
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'nginx passes everything on to one node of v4',
    proxy: nginx(),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'nginx passes everything on to one node of v2',
    proxy: nginx(),
    nodes: [v2Listed],
    page: 'AAbA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'HAProxy passes everything on to one node of v4',
    proxy: haproxy(),
    nodes: [v4Guarded],
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'HAProxy closes the connection after each answer of one node of v2',
    proxy: haproxy({ defaults: 'option httpclose' }),
    nodes: [v2Listed],
    page: 'AAbA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
];

const cookieOf = (attributes = '') => ({
  backend: `balance roundrobin\ncookie NODE insert indirect nocache ${attributes}`,
  options: (node: number) => `cookie node${node + 1}`,
});
const crossSite = 'secure attr "SameSite=None"';

/** Balancers that keep a session on one node by a cookie. */
export const stickyCookies: readonly SetUp[] = [
  {
    name: 'without SameSite, for a page of another site, which does not send it back',
    proxy: haproxy(cookieOf()),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'without SameSite over TLS, for a page of another site',
    proxy: haproxy({ ...cookieOf('secure'), tls: true }),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'with SameSite=None; Secure, for a page of another site with credentials',
    proxy: haproxy({ ...cookieOf(crossSite), tls: true }),
    nodes: two,
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
  {
    name: 'with SameSite=None; Secure; Partitioned, for a page of another site with credentials',
    proxy: haproxy({ ...cookieOf(`${crossSite} attr Partitioned`), tls: true }),
    nodes: two,
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'without SameSite, for a page of the same site',
    proxy: haproxy(cookieOf()),
    nodes: two,
    options: { origins: [SAME_SITE_PAGE] },
    page: 'AAAA',
    foreign: 'bbbb',
    codes: [],
    exit: 0,
  },
  {
    name: 'with SameSite=None; Secure, for a page without credentials',
    proxy: haproxy({ ...cookieOf(crossSite), tls: true }),
    nodes: two,
    options: { credentials: false },
    page: 'AbAA',
    foreign: 'bbbb',
    codes: ['SESSION_UNKNOWN'],
  },
];

/** Proxies that cache. */
export const caches: readonly SetUp[] = [
  {
    name: 'nginx gives one session to several pages',
    proxy: nginx({
      http: 'proxy_cache_path cache keys_zone=answers:1m;',
      location:
        'proxy_cache answers; proxy_cache_key $host$uri$arg_EIO$arg_transport$arg_sid; proxy_cache_valid any 1m; proxy_ignore_headers Cache-Control Expires;',
    }),
    nodes: [v2WithoutCookie],
    page: 'AbbA',
    foreign: 'bbbA',
    codes: ['CACHED_ON_THE_WAY'],
  },
];
