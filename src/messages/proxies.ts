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

const DROPS_ORIGIN: Fixes = {
  nginx: 'remove `proxy_set_header Origin …;` for /socket.io/',
  Apache: 'remove `RequestHeader unset Origin` (or `set Origin`)',
  HAProxy: 'remove `http-request del-header Origin` (or `set-header Origin`)',
  Caddy: 'remove `header_up -Origin` (or `header_up Origin …`)',
  Varnish: 'remove `unset req.http.Origin` (or `set req.http.Origin`)',
  Express: 'remove `origin` from the `headers` of http-proxy-middleware',
  Cloudflare: 'remove the transform rule that changes Origin',
};

const CHANGES_ALLOW_ORIGIN: Fixes = {
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
};

const ANSWERS_PREFLIGHTS: Fixes = {
  nginx: 'remove `if ($request_method = OPTIONS) { … return 204; }` from `location /socket.io/`',
  Apache: 'put `RewriteCond %{REQUEST_URI} !^/socket\\.io/` before the rule that answers OPTIONS',
  HAProxy: 'leave the path out: `http-request return … if METH_OPTIONS !{ path_beg /socket.io/ }`',
  Caddy: 'leave the path out: `@options { method OPTIONS; not path /socket.io/* }`',
  Varnish: 'leave the path out: `if (req.method == "OPTIONS" && req.url !~ "^/socket\\.io/")`',
  Express: 'mount the proxy for /socket.io before `app.use(cors())`',
};

const REFUSES: Fixes = {
  nginx:
    'name the method in `limit_except GET POST OPTIONS`, and keep `auth_basic`, `limit_req`, `valid_referers` and `if (…) { return 403; }` off `location /socket.io/`',
  Apache:
    'name the method in `<LimitExcept GET POST OPTIONS>`, and keep `Require` off `<Location /socket.io/>` for OPTIONS',
  HAProxy: 'leave the path out: `http-request deny if METH_OPTIONS !{ path_beg /socket.io/ }`',
  Caddy: 'leave the path out of the matcher that responds: `not path /socket.io/*`',
  Varnish: 'leave the path out: `if (req.url !~ "^/socket\\.io/")` around `synth(403)`',
  Cloudflare: 'add a WAF rule that skips challenges and blocks for /socket.io/',
};

const LIMITS_RATE: Fixes = {
  nginx:
    'write `limit_req` in the other locations, not in `server`, or give `location /socket.io/` a larger one: `limit_req zone=… burst=100 nodelay;`',
  HAProxy: 'leave the path out: `http-request deny deny_status 429 if … !{ path_beg /socket.io/ }`',
  Express: 'leave the path out of express-rate-limit: `skip: (req) => req.path.startsWith("/socket.io/")`',
  Cloudflare: 'leave /socket.io/ out of the rate limiting rule',
};

const IS_NOT_STICKY: Fixes = {
  nginx: '`ip_hash;` in the `upstream` block (or `hash $remote_addr consistent;`)',
  HAProxy: '`balance source` in the `backend`',
  Caddy: '`lb_policy ip_hash` in `reverse_proxy`',
  Apache: '`stickysession=` with a route cookie that browsers send, or a single member for /socket.io/',
};

const CACHES: Fixes = {
  nginx: '`proxy_cache off;` in `location /socket.io/`',
  Varnish: '`if (req.url ~ "^/socket\\.io/") { return (pass); }` in vcl_recv',
  Cloudflare: 'a cache rule that bypasses the cache for /socket.io/',
};

const LOSES_QUERY: Fixes = {
  nginx:
    'with a variable in `proxy_pass`, nginx drops the query: write `proxy_pass http://$upstream/socket.io/$is_args$args;` or `proxy_pass http://$upstream;`',
  Apache:
    'keep the query in the rule: `RewriteRule ^/socket\\.io/(.*) http://127.0.0.1:3000/socket.io/$1 [P,QSA]`',
  HAProxy: 'use `http-request set-path`, which keeps the query, not `set-uri`',
};

const CUTS_PATH: Fixes = {
  nginx: 'write `proxy_pass http://127.0.0.1:3000;`, without a slash at the end',
  Apache: 'write the path on both sides: `ProxyPass /socket.io/ http://127.0.0.1:3000/socket.io/`',
  Caddy: 'use `handle /socket.io/*`, not `handle_path`',
  HAProxy: 'remove `http-request replace-path` or `set-path`',
  Express: 'remove `pathRewrite`, and mount the proxy with `pathFilter: "/socket.io"`',
};

const DROPS_UPGRADE: Fixes = {
  nginx:
    '`proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`',
  Apache:
    'from 2.4.47 on `ProxyPass / http://127.0.0.1:3000/ upgrade=websocket`; before, mod_proxy_wstunnel with `RewriteCond %{HTTP:Upgrade} =websocket [NC]` and `RewriteRule /(.*) ws://127.0.0.1:3000/$1 [P,L]` above any `ProxyPass /`',
  Varnish:
    '`if (req.http.upgrade ~ "(?i)websocket") { return (pipe); }` in vcl_recv, and `set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection;` in vcl_pipe',
  lighttpd: '`proxy.header = ("upgrade" => "enable")`',
  Express: 'http-proxy-middleware needs `ws: true`, and `server.on("upgrade", proxy.upgrade)`',
  Cloudflare: 'turn WebSockets on under Network',
};

/** What a proxy does wrong, with the fix in each proxy's own syntax. */
const PROBLEMS = {
  DROPS_ORIGIN,
  CHANGES_ALLOW_ORIGIN,
  ANSWERS_PREFLIGHTS,
  REFUSES,
  LIMITS_RATE,
  IS_NOT_STICKY,
  CACHES,
  LOSES_QUERY,
  CUTS_PATH,
  DROPS_UPGRADE,
} as const;

/** The fix for the proxy that answered, or for each one that it may be: one line each. */
export function proxyFix(problem: keyof typeof PROBLEMS, proxy: ProxyName | undefined): string {
  const fixes: Fixes = PROBLEMS[problem];
  const own = proxy === undefined ? undefined : fixes[proxy];
  const shown = own === undefined ? Object.entries(fixes) : [[proxy, own]];
  return shown.map(([name, fix]) => `- ${name}: ${fix}`).join('\n');
}
