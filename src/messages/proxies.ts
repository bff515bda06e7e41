import { entry } from './message.js';
import { type SettingsNeeded, v4Guard } from './server-settings.js';

/** Proxies that can be recognised by their answers. */
export type ProxyName =
  | 'nginx'
  | 'Apache'
  | 'HAProxy'
  | 'Caddy'
  | 'Varnish'
  | 'lighttpd'
  | 'Express'
  | 'Cloudflare';

type Fixes = Readonly<Partial<Record<ProxyName, string>>>;

/** The mistakes of proxies, each with the fix in the syntax of each proxy. */
const PROBLEMS = {
  DROPS_ORIGIN: {
    nginx: 'remove `proxy_set_header Origin …;` for /socket.io/',
    Apache: 'remove `RequestHeader unset Origin` (or `set Origin`)',
    HAProxy: 'remove `http-request del-header Origin` (or `set-header Origin`)',
    Caddy: 'remove `header_up -Origin` (or `header_up Origin …`)',
    Varnish: 'remove `unset req.http.Origin` (or `set req.http.Origin`)',
    Express: 'remove `origin` from the `headers` of http-proxy-middleware',
    Cloudflare: 'remove the transform rule that changes Origin',
  },
  CHANGES_ALLOW_ORIGIN: {
    nginx:
      'remove `proxy_hide_header Access-Control-Allow-Origin;` and `add_header Access-Control-Allow-Origin …;` for /socket.io/ (ingress-nginx: `enable-cors: "false"`)',
    Apache:
      'leave /socket.io/ out: `Header set Access-Control-Allow-Origin "*" "expr=! %{REQUEST_URI} =~ m#^/socket\\.io/#"`, and remove `Header unset` for it',
    HAProxy:
      'leave /socket.io/ out: `http-request set-var(txn.path) path`, then `http-response set-header Access-Control-Allow-Origin … if !{ var(txn.path) -m beg /socket.io/ }`',
    Caddy:
      'remove `header_down Access-Control-Allow-Origin …` (or `-Access-Control-Allow-Origin`); for `header`, leave the path out: `@other not path /socket.io/*` and `header @other …`',
    Varnish:
      'in vcl_deliver, change `resp.http.Access-Control-Allow-Origin` only `if (req.url !~ "^/socket\\.io/")`',
    Express: 'leave the header alone in the `proxyRes` handler of http-proxy-middleware',
    Cloudflare: 'remove the transform rule that changes Access-Control-Allow-Origin',
  },
  ANSWERS_PREFLIGHTS: {
    nginx: 'remove `if ($request_method = OPTIONS) { … return 204; }` from `location /socket.io/`',
    Apache: 'put `RewriteCond %{REQUEST_URI} !^/socket\\.io/` before the rule that answers OPTIONS',
    HAProxy: 'leave the path out: `http-request return … if METH_OPTIONS !{ path_beg /socket.io/ }`',
    Caddy: 'leave the path out: `@options { method OPTIONS; not path /socket.io/* }`',
    Varnish: 'leave the path out: `if (req.method == "OPTIONS" && req.url !~ "^/socket\\.io/")`',
    Express: 'mount the proxy for /socket.io before `app.use(cors())`',
  },
  REFUSES: {
    nginx:
      'name the method in `limit_except GET POST OPTIONS`, and keep `auth_basic`, `limit_req`, `valid_referers` and `if (…) { return 403; }` off `location /socket.io/`',
    Apache:
      'name the method in `<LimitExcept GET POST OPTIONS>`, and keep `Require` off `<Location /socket.io/>` for OPTIONS',
    HAProxy: 'leave the path out: `http-request deny if … !{ path_beg /socket.io/ }`',
    Caddy: 'leave the path out of the matcher that responds: `not path /socket.io/*`',
    Varnish: 'leave the path out: `if (req.url !~ "^/socket\\.io/")` around `synth(403)`',
    Cloudflare: 'add a WAF rule that skips challenges and blocks for /socket.io/',
  },
  LIMITS_RATE: {
    nginx:
      'write `limit_req` in the other locations, not in `server`, or give `location /socket.io/` a larger one: `limit_req zone=… burst=100 nodelay;`',
    HAProxy: 'leave the path out: `http-request deny deny_status 429 if … !{ path_beg /socket.io/ }`',
    Express: 'leave the path out of express-rate-limit: `skip: (req) => req.path.startsWith("/socket.io/")`',
    Cloudflare: 'leave /socket.io/ out of the rate limiting rule',
  },
  IS_NOT_STICKY: {
    nginx: '`ip_hash;` in the `upstream` block (or `hash $remote_addr consistent;`)',
    HAProxy: '`balance source` in the `backend`',
    Caddy: '`lb_policy ip_hash` in `reverse_proxy`',
    Apache: '`stickysession=` with a route cookie that browsers send, or a single member for /socket.io/',
  },
  CACHES: {
    nginx: '`proxy_cache off;` in `location /socket.io/`',
    Varnish: '`if (req.url ~ "^/socket\\.io/") { return (pass); }` in vcl_recv',
    Cloudflare: 'a cache rule that bypasses the cache for /socket.io/',
  },
  LOSES_QUERY: {
    nginx:
      'with a variable in `proxy_pass`, nginx drops the query: write `proxy_pass http://$upstream/socket.io/$is_args$args;` or `proxy_pass http://$upstream;`',
    Apache:
      'keep the query in the rule: `RewriteRule ^/socket\\.io/(.*) http://127.0.0.1:3000/socket.io/$1 [P,QSA]`',
    HAProxy: 'use `http-request set-path`, which keeps the query, not `set-uri`',
  },
  CUTS_PATH: {
    nginx: 'write `proxy_pass http://127.0.0.1:3000;`, without a slash at the end',
    Apache: 'write the path on both sides: `ProxyPass /socket.io/ http://127.0.0.1:3000/socket.io/`',
    Caddy: 'use `handle /socket.io/*`, not `handle_path`',
    HAProxy: 'remove `http-request replace-path` or `set-path`',
    Express: 'remove `pathRewrite`, and mount the proxy with `pathFilter: "/socket.io"`',
  },
  DROPS_UPGRADE: {
    nginx:
      '`proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`',
    Apache:
      'from 2.4.47 on `ProxyPass / http://127.0.0.1:3000/ upgrade=websocket`; before, mod_proxy_wstunnel with `RewriteCond %{HTTP:Upgrade} =websocket [NC]` and `RewriteRule /(.*) ws://127.0.0.1:3000/$1 [P,L]` above any `ProxyPass /`',
    Varnish:
      '`if (req.http.upgrade ~ "(?i)websocket") { return (pipe); }` in vcl_recv, and `set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection;` in vcl_pipe',
    lighttpd: '`proxy.header = ("upgrade" => "enable")`',
    Express: 'http-proxy-middleware needs `ws: true`, and `server.on("upgrade", proxy.upgrade)`',
    Cloudflare: 'turn WebSockets on under Network',
  },
} as const satisfies Readonly<Record<string, Fixes>>;

/**
 * Replaces `/socket.io` in a text, and `/socket\.io` in patterns, by the path of a URL.
 *
 * @example atPathOf('http://localhost/chat/', 'location /socket.io/') // 'location /chat/'
 */
export function atPathOf(url: string, text: string): string {
  const path = new URL(url).pathname.replace(/\/$/, '');
  const pattern = path.replace(/[.*+?^$()|]/g, '\\$&');
  return text.replace(/\/socket(\\?)\.io/g, (_, backslash: string) => (backslash ? pattern : path));
}

export interface Proxied {
  /** The address that was asked, with the Socket.IO path. */
  readonly url: string;
  /** The proxy that the answers show, if any. */
  readonly proxy: ProxyName | undefined;
}

/** The fix for the proxy that answered, or for each one that it may be: one line each. */
export function proxyFix(problem: keyof typeof PROBLEMS, { url, proxy }: Proxied): string {
  const fixes: Fixes = PROBLEMS[problem];
  const own = proxy === undefined ? undefined : fixes[proxy];
  const shown = own === undefined ? Object.entries(fixes) : [[proxy, own]];
  return atPathOf(url, shown.map(([name, fix]) => `- ${name}: ${fix}`).join('\n'));
}

/** Causes between browser and server. No setting of the server would help. */
export const proxyCatalogue = {
  ANSWERS_DIFFER: entry<{
    isOfTwoReleases: boolean;
    /** The origins that were treated differently. */
    differing: readonly string[];
    generation: 'v2' | 'v4' | undefined;
  }>('danger', 'none', {
    message: ({ isOfTwoReleases, differing }) =>
      isOfTwoReleases
        ? 'Servers of two releases answer at this address: some answers are from Socket.IO v2, others from v3 or v4. Clients reach one or the other, and their sessions break.'
        : `The same handshake of ${differing.join(', ')} got different answers. So servers with different settings take turns at this address, or the check depends on something other than the page, such as the number of connections.`,
    remedy: ({ isOfTwoReleases }) =>
      isOfTwoReleases
        ? 'Run one release on every node. While both are needed, give each a path or a host of its own, and let the new one have allowEIO3: true for clients of v2.'
        : 'Run the same settings on every node (a deployment may not be finished), then ask again.',
  }),
  QUERY_NOT_PASSED_ON: entry<Proxied>('danger', 'none', {
    message: () =>
      'Engine.IO reports every transport as unknown (code 0), so the query of the URL (EIO, transport, sid) does not reach it: a proxy drops the query. (Or the server offers neither polling nor WebSocket.)',
    remedy: (at) => `Pass the query on:\n${proxyFix('LOSES_QUERY', at)}`,
  }),
  ORIGIN_NOT_PASSED_ON: entry<Proxied & { value: string | null }>('danger', 'none', {
    message: ({ value }) =>
      value === null
        ? 'The Origin header does not reach the server: Socket.IO v2 answers with "Access-Control-Allow-Origin: *" only if it receives no Origin, and the requests had one. A proxy drops it.'
        : `The Origin header does not reach the server as it was sent: Socket.IO v2 sends back the Origin that it receives, and it sends back "${value}" whichever page asks. A proxy rewrites the Origin of requests, or this header of answers.`,
    remedy: (at) =>
      `Pass Origin on unchanged:\n${proxyFix('DROPS_ORIGIN', at)}${at.value === null ? '' : `\nIf Origin is passed on, leave the header of the answer alone:\n${proxyFix('CHANGES_ALLOW_ORIGIN', at)}`}`,
  }),
  ALLOW_ORIGIN_CHANGED_ON_THE_WAY: entry<
    Proxied & {
      pages: string;
      header: string;
      value: string | null;
      generation: 'v2' | 'v4' | undefined;
      /** Whether the answers of v4 show that it has cors. */
      isCorsSeen: boolean;
      needed: SettingsNeeded;
    }
  >('danger', 'none', {
    message: ({ pages, header, value, generation, isCorsSeen }) =>
      generation === 'v4' && !isCorsSeen
        ? `${header} of the answers to ${pages} ("${value}") was not written by Socket.IO, but added after its headers. Socket.IO itself names no page there, because it has no list in cors.`
        : generation === 'v2'
          ? `The answers to ${pages} have ${value === null ? `no ${header}` : `"${value}" in ${header}`}. Node's Socket.IO v2 names the page in every session that it opens, with credentials. So something on the way ${value === null ? 'removed' : 'changed'} the header, or the server is not Node.`
          : `${header} was ${value === null ? 'removed from' : `changed to "${value}" in`} the answers to ${pages} after Socket.IO had written it. The answers say Vary: Origin, so cors has a list, and its answer named the page.`,
    remedy: ({ header, generation, isCorsSeen, needed, ...at }) =>
      `${generation === 'v4' && !isCorsSeen ? `Only one of the two should write the header. Let Socket.IO do it:\n${v4Guard(needed)}\nAnd in the proxy:` : generation === 'v2' ? "No setting of Node's Socket.IO v2 has that effect. In the proxy:" : 'The setting of the server is not the cause. In the proxy:'}\n${proxyFix('CHANGES_ALLOW_ORIGIN', at).replaceAll('Access-Control-Allow-Origin', header)}${generation === 'v4' ? '\nOn the server itself, io.engine.use(cors()) or a listener of io.engine.on("headers") does the same: remove it.' : '\nIf the server is not Node (netty-socketio, python-socketio, the library of a device), its own settings decide: let it send the origin of the page, with credentials.'}`,
  }),
  PREFLIGHT_ANSWERED_ON_THE_WAY: entry<Proxied & { pages: string; who: string; status: number }>(
    'danger',
    'none',
    {
      message: ({ pages, who, status }) =>
        `OPTIONS was answered before it reached Socket.IO (${who}, HTTP ${status}), for ${pages}: its headers are not the ones that GET gets. The settings of the server do not affect that answer.`,
      remedy: (at) =>
        `Pass OPTIONS on to the server, or name the client's headers where OPTIONS is answered:\n${proxyFix('ANSWERS_PREFLIGHTS', at)}`,
    },
  ),
  REFUSED_ON_THE_WAY: entry<
    Proxied & {
      pages: string;
      requests: readonly string[];
      who: string;
      status: number;
      /** Whether Engine.IO answers other requests. */
      isSeen: boolean;
      isByReferer: boolean;
      /** Whether the answer has no CORS headers, so that the browser complains about them. */
      isWithoutCors: boolean;
    }
  >('danger', 'none', {
    message: ({ pages, requests, who, status, isSeen, isByReferer, isWithoutCors }) =>
      `${requests.join(' and ')} from ${pages} got HTTP ${status} from ${who}, not from Socket.IO. ${
        isByReferer
          ? 'Without a Referer, the same request reaches the server: the proxy refuses by Referer.'
          : isSeen
            ? 'Other requests reach the server.'
            : 'Whether a Socket.IO server is behind it cannot be seen.'
      }${isWithoutCors ? ' The browser only complains about CORS because that page has no CORS headers.' : ''}`,
    remedy: (at) =>
      `${WHY_REFUSED[at.status] ?? 'Let the requests under the Socket.IO path through.'}\n${proxyFix('REFUSES', at)}`,
  }),
  RATE_LIMITED: entry<Proxied & { who: string; status: number; count: number }>('warning', 'none', {
    message: ({ who, status, count }) =>
      `${count === 1 ? 'A request' : `${count} requests`} got HTTP ${status} from ${who}, and passed when sent again more slowly, so something limits the rate of requests, or how many there are at once. Clients that poll send a request after every answer, often two at once, so they may be refused.`,
    remedy: (at) => `Exempt the Socket.IO path from the limit:\n${proxyFix('LIMITS_RATE', at)}`,
  }),
  CACHED_ON_THE_WAY: entry<Proxied>('danger', 'none', {
    message: ({ proxy }) =>
      `Two handshakes got the same session id, so a cache between browser and server keeps answers${proxy === undefined ? '' : ` (${proxy})`}. Sessions mix, and pages get headers that were meant for another page.`,
    remedy: (at) => `Keep the cache off the Socket.IO path:\n${proxyFix('CACHES', at)}`,
  }),
} as const;

/** The reason of a refusal, and its fix, by its status. */
const WHY_REFUSED: Readonly<Record<number, string | undefined>> = {
  401: 'Preflights and cross-site WebSockets have no Authorization header: do not ask for a password under the Socket.IO path, and check it in allowRequest instead.',
  413: 'The body of the POST is larger than the proxy allows: raise the limit (nginx: client_max_body_size).',
  429: 'The proxy limits the rate of requests, and polling sends many: raise the limit for the Socket.IO path.',
  503: 'The proxy limits the rate of requests or is in maintenance: raise the limit for the Socket.IO path.',
};
