import type { browserOnlyCatalogue } from '../browsers.js';
import type { doctorCatalogue } from '../doctor.js';
import { browserDocs, preflight } from './browsers.js';
import { type DetailsOf, GUARDED_SERVER, guardedWith, v2Server, v4Server } from './details.js';

/** Details of the doctor's diagnoses. */
export const doctorDocs: DetailsOf<typeof doctorCatalogue & typeof browserOnlyCatalogue> = {
  ...browserDocs,
  CORSRequestNotHttp: {
    args: { url: 'file:///index.html', protocol: 'file:' },
    cause:
      'The client was given a URL such as `file:///…`, or `localhost:3000` without `http://`, or the page was opened from a file.',
  },
  CORSDidNotSucceed: { args: { value: 'ECONNRESET' } },
  NOT_REACHABLE: { args: { code: 'ECONNREFUSED' } },
  TLS_FAILED: {
    args: { code: 'CERT_HAS_EXPIRED' },
    cause:
      'The port speaks plain HTTP, or its certificate has expired, is for another host, or is signed by an authority that browsers do not trust.',
  },
  NO_HTTP_RESPONSE: { args: { code: 'TIMEOUT' }, before: guardedWith("path: '/chat/'") },
  PLAIN_HTTP_TO_TLS_PORT: {
    cause:
      'The server closes the connection, or answers 400 in plain HTTP. The same port accepts a TLS handshake.',
    args: { url: 'http://api.example.com/socket.io/', secureUrl: 'https://api.example.com/socket.io/' },
  },
  PATH_NOT_PASSED_ON: {
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000/;
}`,
  },
  WRONG_PATH: {
    args: { path: '/ws/' },
    cause: 'Client and server have different values of the option `path`.',
  },
  SERVER_BEHIND_PROXY_DOWN: {
    args: { status: 502 },
    cause: 'The Node.js process is not running, or the proxy passes requests on to another host or port.',
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3002; # Node listens at 3000
}`,
  },
  NOT_SOCKET_IO: {
    args: { status: 404, isChanged: false },
    cause:
      'Another application listens there, the proxy has no rule for the path, or Socket.IO is attached to an HTTP server that does not listen.',
    nginx: `location / {
  root /var/www/html; # and no location for /socket.io/
}`,
  },
  EIO3_UNSUPPORTED: {
    printed: ['{"code":5,"message":"Unsupported protocol version"}', 'Unsupported protocol version'],
    cause: 'The server runs v3 or v4 without `allowEIO3: true`.',
    v2: 'Its clients get "Unsupported protocol version" (code 5).',
    v4: 'From 3.1.0 on, it speaks both protocols if `allowEIO3` is `true`.',
    before: GUARDED_SERVER,
    after: guardedWith('allowEIO3: true'),
  },
  EIO4_UNSUPPORTED: {
    cause: 'The server runs v1 or v2.',
    v2: 'It answers in its own protocol, also to clients of v3 and v4, which cannot read that.',
    v4: 'With `allowEIO3: true`, it speaks both protocols.',
    before: v2Server("{ origins: ['https://example.com:443'] }"),
    after: guardedWith('allowEIO3: true'),
  },
  PROTOCOL_UNKNOWN: {
    cause: '`allowRequest` refuses every request that the doctor sends.',
    before: v4Server(`{
  allowRequest: (req, callback) => callback(null, req.headers.authorization === 'Bearer abcd'),
}`),
  },
  QUERY_NOT_PASSED_ON: {
    cause: 'nginx, for example, drops the query if `proxy_pass` has a variable and a path.',
    nginx: `location /socket.io/ {
  set $upstream 127.0.0.1:3000;
  proxy_pass http://$upstream/socket.io/;
}`,
  },
  ORIGIN_NOT_PASSED_ON: {
    args: { value: null },
    cause: 'The proxy removes the header, or writes one of its own, such as the address of the server.',
    v2: 'If `origins` is a list, it refuses requests with neither `Origin` nor `Referer`.',
    v4: 'Its answers do not show it, so `HANDSHAKE_REFUSED` and `CORSMissingAllowOrigin` name the proxy as a second cause.',
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_set_header Origin "";
}`,
  },
  ALLOW_ORIGIN_CHANGED_ON_THE_WAY: {
    args: { header: 'Access-Control-Allow-Origin', value: '*', generation: 'v2' },
    v4: 'It sends `Vary: Origin` only if `cors` has a list, so a `*` in the same answer was written later. A proxy does that, or `io.engine.use(cors())`.',
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin *;
}`,
  },
  PREFLIGHT_ANSWERED_ON_THE_WAY: {
    args: { ...preflight, status: 204 },
    nginx: `location /socket.io/ {
  if ($request_method = OPTIONS) { return 204; }
  proxy_pass http://127.0.0.1:3000;
}`,
  },
  REFUSED_ON_THE_WAY: {
    args: { ...preflight, requests: ['OPTIONS'], status: 403, isSeen: true, isWithoutCors: true },
    cause:
      'The proxy may refuse a method, ask for a password, limit the rate, or check the Referer or the browser.',
    nginx: `location /socket.io/ {
  limit_except GET POST { deny all; }
  proxy_pass http://127.0.0.1:3000;
}`,
  },
  RATE_LIMITED: {
    args: { status: 429, count: 3 },
    cause: 'Many pages may share one address, and the limit counts them together.',
    nginx: `server {
  limit_req zone=perip burst=5 nodelay;
  location /socket.io/ {
    proxy_pass http://127.0.0.1:3000;
  }
}`,
  },
  CACHED_ON_THE_WAY: {
    cause: 'The cache ignores the parameter `t`, by which every request differs, or `Cache-Control`.',
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_cache app;
  proxy_cache_key $uri;
}`,
  },
  ANSWERS_DIFFER: { args: { isOfTwoReleases: true } },
  HANDSHAKE_REFUSED: {
    printed: ['{"code":4,"message":"Forbidden"}', 'Not an accepted origin', 'is not an accepted origin'],
    args: { status: 403 },
    cause: '`origins` or `allowRequest` does not allow the request.',
    v2: 'It matched entries with an explicit port only. The 403 has no CORS headers, so browsers report a missing `Access-Control-Allow-Origin`.',
    v4: '`cors` sets its headers first, so pages that it names can read the refusal.',
    fix: "v2's `origins` needs the port (`https://example.com:443`). v4's `allowRequest` gets the origin as the browser sends it.",
    before: v2Server("{ origins: ['https://example.com'] }"),
  },
  REFUSED_WHATEVER_ORIGIN: {
    args: { status: 403 },
    cause: '`cors` sends its headers before `allowRequest` decides, and each has a list of its own.',
    v2: 'Its refusals have no CORS headers, so the doctor reports `HANDSHAKE_REFUSED`.',
    before: v4Server(`{
  cors: { origin: ['https://example.com'], credentials: true },
  allowRequest: (req, callback) => callback(null, req.headers.origin === 'https://example.com:443'),
}`),
  },
  OWN_PAGE_WITHOUT_REFERER: {
    cause: "A GET to the page's own server has no `Origin`, so only a `Referer` could name the page.",
  },
  ORIGIN_NEAR_MISS: {
    args: { listed: ['https://example.com/'] },
    cause:
      'The doctor tried the spellings that people write by mistake, the other scheme, and the host with and without `www.`.',
    v2: 'Entries need a port, and no slash at the end: `https://example.com:443`. Only 2.4.0 compared `https://example.com`.',
    v4: 'It compares entries with the whole `Origin`.',
    before: v4Server("{ cors: { origin: ['https://example.com/'], credentials: true } }"),
  },
  REQUEST_REFUSED: {
    printed: ['{"code":3,"message":"Bad request"}'],
    args: { status: 400, said: '{"code":3,"message":"Bad request"}' },
    cause:
      'The code says why: 0 unknown transport, 1 unknown session, 2 bad method, 3 bad request, 5 unsupported protocol version.',
    before: v4Server(`{
  cors: {
    origin: (origin, callback) => callback(new Error('not allowed')),
    credentials: true,
  },
}`),
  },
  SESSION_UNKNOWN: {
    printed: ['{"code":1,"message":"Session ID unknown"}', 'Session ID unknown'],
    args: { isUpgrade: false, cookie: undefined },
    cause: 'Requests of one session are spread over several processes.',
    nginx: `upstream app {
  server 127.0.0.1:3000;
  server 127.0.0.1:3001;
}`,
  },
  PING_INTERVAL_TOO_LONG: {
    args: { seconds: 90 },
    cause: 'The server has a longer `pingInterval` than the default of 25 seconds.',
    v2: 'The client sends the pings, at the interval that the server names.',
    v4: 'The server sends the pings.',
    before: guardedWith('pingInterval: 90000'),
  },
  WEBSOCKET_NOT_PASSED_ON: {
    args: { pages: 'https://example.com (WebSocket)', status: 400 },
    cause: 'Some proxies, such as nginx, pass the header `Upgrade` on only if they are configured to.',
    nginx: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
  },
  WEBSOCKET_FAILED: {
    args: { pages: 'https://example.com (WebSocket)', detail: 'it opened and was closed at once' },
  },
  TRANSPORT_DISABLED: {
    printed: ['{"code":0,"message":"Transport unknown"}', 'Transport unknown'],
    args: { transport: 'polling' },
    cause: 'The option `transports` of the server does not name it.',
    before: guardedWith("transports: ['websocket']"),
  },
  FOREIGN_ORIGINS_NOT_TESTED: {
    args: { pages: 'https://foreign.example (polling GET)', answered: { who: 'nginx', status: 429 } },
    cause: 'A rate limit stopped the doctor, or the server failed, or its check never called back.',
    before: v4Server(`{
  cors: { origin: 'https://example.com', credentials: true },
  allowRequest: (req, callback) => {
    if (req.headers.origin === 'https://example.com') callback(null, true);
  },
}`),
  },
  WEBSOCKET_OPEN_TO_ANY_ORIGIN: {
    args: { origin: 'https://foreign.example' },
    cause: '`cors` names an allow-list, but no `allowRequest` checks the origin.',
    v2: '`origins` guarded polling and WebSocket.',
    v4: '`cors` only sets response headers, which do not apply to WebSocket.',
    before: v4Server("{ cors: { origin: ['https://example.com'], credentials: true } }"),
  },
  FOREIGN_ORIGIN_WITH_CREDENTIALS: {
    args: { origin: 'https://foreign.example' },
    v2: 'That was its default.',
    v4: 'That is `origin: true` with `credentials: true`.',
    before: v4Server('{ cors: { origin: true, credentials: true } }'),
  },
  LOOK_ALIKE_ORIGIN_ADMITTED: {
    args: { admitted: ['https://evilexample.com'] },
    v2: 'It searched a string of `origins` for the host and port, so `https://xample.com` matched `https://example.com:443`. An array is compared entry by entry.',
    v4: 'It compares strings in `cors.origin` exactly, and patterns as they are written.',
    before: v4Server('{ cors: { origin: /example\\.com$/, credentials: true } }'),
  },
  NULL_ORIGIN_WITH_CREDENTIALS: {
    v2: '`*:80`, `null:80`, `null:*` and `*:*` allowed it.',
    v4: "A list allows it if it has the entry `'null'`.",
    before: v4Server("{ cors: { origin: ['https://example.com', 'null'], credentials: true } }"),
  },
  JSONP_OPEN: {
    args: { origin: 'https://foreign.example' },
    cause: 'A script request has no `Origin`, at most a `Referer`.',
    v2: '`origins` checked the `Referer`, and refused if there was neither.',
    v4: 'It still answers JSONP (`?j=0`).',
    before: v4Server(`{
  cors: { origin: ['https://example.com'], credentials: true },
  allowRequest: ({ headers }, callback) =>
    callback(null, [undefined, 'https://example.com'].includes(headers.origin)),
}`),
  },
  ANY_ORIGIN_ADMITTED: {
    args: { origin: 'https://foreign.example' },
    cause:
      '`cors.origin` is `*`, or `cors` has no `origin`. WebSocket and JSONP still send cookies: if they are open too, their codes are reported as well.',
    before: v4Server('{ cors: {} }'),
  },
  MISSING_VARY_ORIGIN: {
    v2: 'It never sends `Vary`, so only a proxy can add it.',
    before: v2Server("{ origins: ['https://example.com:443'] }"),
    v4: 'It sends `Vary: Origin` unless the origin is `*`.',
  },
};
