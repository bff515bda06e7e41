import type { DiagnosisCode } from '../doctor.js';
import type { CodeDoc } from './code-doc.js';
import { GUARDED_SERVER } from './settings.js';

const URL_ASKED = 'https://api.example.com/socket.io/?EIO=4&transport=polling';

const firefoxSays = (reason: string, status?: string): string =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${URL_ASKED}. (Reason: ${reason}).${status === undefined ? '' : ` Status code: ${status}.`}`;

const chromeSays = (reason: string): string =>
  `Access to XMLHttpRequest at '${URL_ASKED}' from origin 'https://example.com' has been blocked by CORS policy: ${reason}`;

/** Documentation of the doctor's diagnoses: the browsers' names for CORS failures first. */
export const doctorDocs: Readonly<Record<DiagnosisCode, CodeDoc>> = {
  CORSMissingAllowOrigin: {
    summary: 'The response has no `Access-Control-Allow-Origin` header.',
    cause:
      "The server does not allow the page, or something that is not Socket.IO answered: a proxy's error page, another application, the wrong path.",
    v2: 'It sent the header to every origin that it allowed. A refused handshake (403) has none.',
    v4: 'It sends the header only with `cors`, and only to origins that `cors.origin` matches exactly.',
    fix: 'List the page in `cors.origin` as the browser sends it, and check the same list in `allowRequest`. If something else answers, `npx socket.io-cors-compat doctor URL` names it (`NOT_SOCKET_IO`, `WRONG_PATH`, `SERVER_BEHIND_PROXY_DOWN`).',
    browsers: {
      firefox: firefoxSays('CORS header ‘Access-Control-Allow-Origin’ missing', '200'),
      chrome: chromeSays("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
    },
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer);`,
      after: GUARDED_SERVER,
    },
  },
  CORSNotSupportingCredentials: {
    summary: '`Access-Control-Allow-Origin: *` does not allow requests with credentials.',
    cause:
      "The server has `cors.origin: '*'`, and the client sends credentials (`withCredentials: true`, the default of v2 clients).",
    v2: 'It sent back the origin of the page, so this only happened with a preflight handler that sent `*`.',
    v4: "`origin: '*'` is sent as it is, and it is the default of `cors: {}`.",
    fix: 'List the origins of your pages, with `credentials: true`. Or send none from the client: `withCredentials: false`.',
    browsers: {
      firefox:
        'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘https://api.example.com/socket.io/?EIO=4&transport=polling’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
      chrome: chromeSays(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
      ),
    },
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: '*' } });`,
      after: GUARDED_SERVER,
    },
  },
  CORSMissingAllowCredentials: {
    summary: 'The response does not allow credentials, but the client sends them.',
    cause: '`Access-Control-Allow-Credentials` is missing, or is something other than `true`.',
    v2: 'It always sent the header. A preflight handler had to send it itself.',
    v4: 'It sends the header only with `cors.credentials: true`.',
    fix: 'Set `credentials: true` in `cors`. Or send none from the client: `withCredentials: false`.',
    browsers: {
      firefox: firefoxSays('expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'),
      chrome: chromeSays(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
      ),
    },
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: ['https://example.com'] } });`,
      after: GUARDED_SERVER,
    },
  },
  CORSAllowOriginNotMatchingOrigin: {
    summary: '`Access-Control-Allow-Origin` names another origin than the page.',
    cause:
      "The header must equal the page's origin exactly: no default port, no trailing slash, lower case. `https://example.com:443` and `https://example.com/` never match.",
    v2: 'It sent back the origin of the page. A preflight handler sent what you wrote.',
    v4: 'It sends a string as it is, to every page. An array or a function sends back the origin that matches.',
    fix: 'Write the origin as the browser sends it, in an array.',
    browsers: {
      firefox: firefoxSays(
        'CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://example.com:443’',
      ),
      chrome: chromeSays(
        "The 'Access-Control-Allow-Origin' header has a value 'https://example.com:443' that is not equal to the supplied origin.",
      ),
    },
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: 'https://example.com:443', credentials: true } });`,
      after: GUARDED_SERVER,
    },
  },
  CORSMultipleAllowOriginNotAllowed: {
    summary: '`Access-Control-Allow-Origin` has several values.',
    cause:
      'Two places set it: Socket.IO, and a proxy (nginx `add_header`, Apache `Header`) or a middleware (Express `cors()`). Or `cors.origin` is one string with several origins.',
    fix: 'Let only Socket.IO set the header. Write several origins as an array.',
    browsers: {
      firefox: firefoxSays('Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed'),
      chrome: chromeSays(
        "The 'Access-Control-Allow-Origin' header contains multiple values 'https://example.com, http://localhost:3000', but only one is allowed.",
      ),
    },
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, {
  cors: { origin: 'https://example.com, http://localhost:3000', credentials: true },
});`,
      after: GUARDED_SERVER,
    },
  },
  CORSPreflightDidNotSucceed: {
    summary: 'The preflight (OPTIONS) was not answered with a status from 200 to 299.',
    cause:
      'The client adds headers (`extraHeaders`), so the browser asks first. A proxy may answer OPTIONS itself, or demand a password, which preflights do not carry.',
    v2: 'Without `handlePreflightRequest` it answered 400.',
    v4: '`cors` answers preflights.',
    fix: 'Set `cors.allowedHeaders`. Let proxies pass OPTIONS under the path on to Socket.IO.',
    browsers: {
      firefox: firefoxSays('CORS preflight response did not succeed', '400'),
      chrome: chromeSays(
        "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
      ),
    },
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://example.com:443'] });`,
      after: `const { Server } = require('socket.io');

const allowedOrigins = ['https://example.com'];
const io = new Server(httpServer, {
  cors: {
    origin: allowedOrigins,
    methods: ['GET', 'POST'],
    allowedHeaders: ['Content-Type', 'my-custom-header'],
    credentials: true,
  },
  allowRequest: ({ headers }, callback) => {
    const from = headers.origin || headers.referer || '';
    callback(null, allowedOrigins.some((origin) => from === origin || from.startsWith(\`\${origin}/\`)));
  },
});`,
    },
  },
  CORSMissingAllowHeaderFromPreflight: {
    summary: 'The preflight does not allow a header that the client adds.',
    cause:
      '`Access-Control-Allow-Headers` does not name the header. With credentials, `*` is no wildcard, and it never includes `Authorization`.',
    v2: 'It sent what the preflight handler wrote.',
    v4: 'It sends `cors.allowedHeaders`.',
    fix: 'Add it to `cors.allowedHeaders`. If that is not set, v4 allows every header that the browser asks for.',
    browsers: {
      firefox: firefoxSays(
        'header ‘my-custom-header’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response',
      ),
      chrome: chromeSays(
        'Request header field my-custom-header is not allowed by Access-Control-Allow-Headers in preflight response.',
      ),
    },
  },
  CORSMethodNotFound: {
    summary: '`Access-Control-Allow-Methods` does not name the method.',
    cause:
      'The preflight was for a method that is not listed. Socket.IO only uses GET and POST, which never need to be listed.',
    fix: 'Name the method in `cors.methods`.',
    browsers: {
      firefox: firefoxSays('Did not find method in CORS header ‘Access-Control-Allow-Methods’'),
      chrome: chromeSays('Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.'),
    },
  },
  CORSInvalidAllowMethod: {
    summary: '`Access-Control-Allow-Methods` contains something that is not a method.',
    cause: 'The methods are not separated by commas.',
    fix: "Write an array: `methods: ['GET', 'POST']`.",
    browsers: {
      firefox: firefoxSays('invalid token ‘GET POST’ in CORS header ‘Access-Control-Allow-Methods’'),
      chrome: chromeSays(
        'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
      ),
    },
  },
  CORSInvalidAllowHeader: {
    summary: '`Access-Control-Allow-Headers` contains something that is not a header name.',
    cause: 'The names are not separated by commas.',
    fix: "Write an array: `allowedHeaders: ['Content-Type', 'my-custom-header']`.",
    browsers: {
      firefox: firefoxSays(
        'invalid token ‘my-custom-header x-other’ in CORS header ‘Access-Control-Allow-Headers’',
      ),
      chrome: chromeSays(
        'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
      ),
    },
  },
  CORSExternalRedirectNotAllowed: {
    summary: 'The response is a redirect, which preflights and WebSockets do not follow.',
    cause:
      'The server or a proxy sends the client elsewhere: from http to https, to or from `www.`, or to add a slash.',
    fix: 'Give the client the final URL.',
    browsers: {
      firefox: firefoxSays('CORS request external redirect not allowed'),
      chrome: chromeSays(
        "Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.",
      ),
    },
  },
  CORSRequestNotHttp: {
    summary: 'The URL, or the page itself, is not http or https.',
    cause:
      'The client was given a URL such as `file:///…` or `localhost:3000`, or the page was opened from a file.',
    fix: "Give the client the server's URL, `io('https://api.example.com')`, and serve the page over HTTP.",
    browsers: {
      firefox: firefoxSays('CORS request not http'),
    },
  },
  CORSDidNotSucceed: {
    summary: 'The connection was cut before the response was complete.',
    cause: 'Other requests were answered, but this one was not.',
    fix: 'Look for the request in the logs of the server and the proxy.',
    browsers: {
      firefox: firefoxSays('CORS request did not succeed', '(null)'),
    },
  },
  MIXED_CONTENT: {
    summary: 'A page served over https sends requests to a server over http.',
    cause: 'Browsers block such requests, except to the same machine. No request reaches the server.',
    fix: 'Serve Socket.IO over https, and give the client the https URL.',
    browsers: {
      firefox:
        'Blocked loading mixed active content “http://api.example.com/socket.io/?EIO=4&transport=polling”',
      chrome:
        'Mixed Content: The page was loaded over HTTPS, but requested an insecure XMLHttpRequest endpoint. This request has been blocked.',
    },
  },
  NOT_REACHABLE: {
    summary: 'No server is listening at that address, or its name does not resolve.',
    cause:
      'The host or port is wrong, the server is not running, it listens only on 127.0.0.1 (in a container), or a firewall blocks it.',
    fix: 'Check host and port, that the server listens on that address (`0.0.0.0` in a container), and the firewall.',
    browsers: {
      firefox: firefoxSays('CORS request did not succeed', '(null)'),
      chrome: 'net::ERR_CONNECTION_REFUSED, net::ERR_NAME_NOT_RESOLVED or net::ERR_CONNECTION_TIMED_OUT',
    },
  },
  TLS_FAILED: {
    summary: 'The port is open, but the TLS handshake failed.',
    cause:
      'The port speaks plain HTTP, or its certificate has expired, is for another host, or is signed by an authority that browsers do not trust.',
    fix: 'Use `http://` if the port does not speak TLS. Otherwise serve a certificate for this host, with its chain. For a private authority, set `NODE_EXTRA_CA_CERTS` for the doctor.',
    browsers: {
      firefox: firefoxSays('CORS request did not succeed', '(null)'),
      chrome: 'net::ERR_CERT_AUTHORITY_INVALID, net::ERR_CERT_DATE_INVALID or net::ERR_SSL_PROTOCOL_ERROR',
    },
  },
  NO_HTTP_RESPONSE: {
    summary: 'The server accepts connections but sends no HTTP response.',
    cause:
      'A server that only has Socket.IO never answers at another path. Or the port does not speak HTTP, or the process hangs.',
    fix: 'Check `path` on both sides, and that the port speaks HTTP.',
    browsers: {
      firefox: firefoxSays('CORS request did not succeed', '(null)'),
      chrome: 'net::ERR_EMPTY_RESPONSE, or nothing until a timeout',
    },
  },
  PLAIN_HTTP_TO_TLS_PORT: {
    summary: 'The port expects TLS, and the URL says `http://`.',
    cause:
      'The server closes the connection, or answers 400 in plain HTTP. The same port accepts a TLS handshake.',
    fix: 'Write `https://` (and `wss://`) in the URL that the client is given.',
  },
  PATH_NOT_PASSED_ON: {
    summary: 'A proxy removes the path of Socket.IO.',
    cause:
      'The proxy passes `/socket.io/?EIO=4` on as `/?EIO=4`, so no Socket.IO server answers. It answers if the path is sent twice.',
    fix: 'Pass the path on unchanged. In nginx, remove the slash at the end of `proxy_pass`. In Caddy, use `handle`, not `handle_path`.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000/;
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
    },
  },
  WRONG_PATH: {
    summary: 'There is no Socket.IO server at this path, but there is one at another path of the same host.',
    cause:
      'Server and client have different `path` options. The path of a URL given to `io()` names a namespace, not a path.',
    fix: "Give the client the server's path: `io(url, { path: '/ws' })`. Or set the server's: `path: '/socket.io'`.",
  },
  NOT_SOCKET_IO: {
    summary: 'Something other than Socket.IO answers at this URL.',
    cause:
      'The host, port or path is wrong, a proxy does not pass the path on, or Socket.IO was given another HTTP server than the one that listens.',
    fix: 'Check host, port and path. In nginx, add a `location /socket.io/` with `proxy_pass`. In Express, use `const httpServer = createServer(app)` and `httpServer.listen()`, not `app.listen()`.',
  },
  SERVER_BEHIND_PROXY_DOWN: {
    summary: 'A proxy answers, but the server behind it does not.',
    cause: 'The Node.js process is not running, or the proxy passes requests on to another host or port.',
    fix: "Start the server, and check the proxy's target. In a container, `127.0.0.1` is the container itself.",
  },
  EIO3_UNSUPPORTED: {
    summary: 'v2 clients cannot connect to this server.',
    cause: 'The server speaks version 4 of the Engine.IO protocol only, and answers version 3 with code 5.',
    v4: 'It speaks version 3 only with `allowEIO3: true`.',
    fix: 'If v2 clients are still in use, set `allowEIO3: true` (3.1.0 or later).',
  },
  EIO4_UNSUPPORTED: {
    summary: 'v3 and v4 clients cannot connect to this server.',
    cause: 'The server speaks version 3 of the Engine.IO protocol only, so it is Socket.IO v2 or older.',
    fix: 'Upgrade the server first, with `allowEIO3: true`, then the clients.',
  },
  PROTOCOL_UNKNOWN: {
    summary: 'The protocols that the server speaks could not be determined.',
    cause: 'Every handshake was refused before the server looked at its protocol version.',
    fix: 'Run the doctor again for a page that the server allows: `--origin https://example.com`.',
  },
  QUERY_NOT_PASSED_ON: {
    summary: 'A proxy drops the query of the URL, so Engine.IO does not know the transport.',
    cause:
      'Polling and WebSocket both get code 0, "Transport unknown". No server is without transports, so `transport`, `EIO` and `sid` do not arrive. nginx drops the query if `proxy_pass` has a variable and a path.',
    fix: 'Add the query, or leave the path out of `proxy_pass`.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  set $upstream 127.0.0.1:3000;
  proxy_pass http://$upstream/socket.io/;
}`,
      after: `location /socket.io/ {
  set $upstream 127.0.0.1:3000;
  proxy_pass http://$upstream/socket.io/$is_args$args;
}`,
    },
  },
  ORIGIN_NOT_PASSED_ON: {
    summary: 'A proxy drops or rewrites the `Origin` header, so the server cannot know the page.',
    cause:
      "v2 sends back the origin that it receives. It answers `*` although an origin was sent, or one fixed value whichever page asks. v4's answers do not show it: there, `HANDSHAKE_REFUSED` and `CORSMissingAllowOrigin` name the proxy as a second cause.",
    v2: 'If `origins` is a list, it refuses requests with neither `Origin` nor `Referer`.',
    fix: 'Let the proxy pass `Origin` on unchanged.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_set_header Origin "";
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
    },
  },
  ALLOW_ORIGIN_CHANGED_ON_THE_WAY: {
    summary: '`Access-Control-Allow-Origin` was removed or replaced after Socket.IO had written it.',
    cause:
      "v2 sends the header with every session, so an answer without it, or with another value, was changed. v4's `cors` sends `Vary: Origin` only if it has a list, so `*` beside it was written later. A proxy does that, or `io.engine.use(cors())`.",
    fix: 'Let the proxy leave the header alone under the path of Socket.IO.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin *;
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
    },
  },
  PREFLIGHT_ANSWERED_ON_THE_WAY: {
    summary: 'A proxy or a middleware answers OPTIONS before the request reaches Socket.IO.',
    cause:
      'The headers of the answer are not the ones that GET gets from the server, so its settings do not affect it.',
    fix: "Pass OPTIONS on to the server, or allow the client's headers where OPTIONS is answered.",
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  if ($request_method = OPTIONS) { return 204; }
  proxy_pass http://127.0.0.1:3000;
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
    },
  },
  REFUSED_ON_THE_WAY: {
    summary: 'A proxy or a firewall refuses the request before it reaches Socket.IO.',
    cause:
      'The answer (401, 403, 405, 413, 429 and so on) is the page of a proxy. It has no CORS headers, so browsers report a CORS failure. The proxy may refuse a method, ask for a password, limit the rate, or check the Referer or the browser.',
    fix: 'Let requests under the path of Socket.IO through. Preflights carry neither cookies nor passwords.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  limit_except GET POST { deny all; }
  proxy_pass http://127.0.0.1:3000;
}`,
      after: `location /socket.io/ {
  limit_except GET POST OPTIONS { deny all; }
  proxy_pass http://127.0.0.1:3000;
}`,
    },
  },
  RATE_LIMITED: {
    summary: 'A proxy refuses requests that follow each other too fast.',
    cause:
      'A request got HTTP 429 or 503 from a proxy, and the same request passed when it was sent again after a pause. Clients that poll send a request after every answer, and many pages may share one address.',
    fix: 'Exempt the path of Socket.IO from the limit, or raise it.',
    example: {
      language: 'nginx',
      before: `server {
  limit_req zone=perip burst=5 nodelay;
  location /socket.io/ {
    proxy_pass http://127.0.0.1:3000;
  }
}`,
      after: `server {
  location /socket.io/ {
    limit_req zone=perip burst=100 nodelay;
    proxy_pass http://127.0.0.1:3000;
  }
}`,
    },
  },
  CACHED_ON_THE_WAY: {
    summary: 'A cache between browser and server keeps answers: two handshakes got the same session.',
    cause: 'The cache ignores the parameter `t`, by which every request differs, or `Cache-Control`.',
    fix: 'Keep the cache off the path of Socket.IO.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_cache app;
  proxy_cache_key $uri;
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_cache off;
}`,
    },
  },
  ANSWERS_DIFFER: {
    summary: 'The same handshake gets different answers, so different servers answer at one address.',
    cause:
      'Some answers are in the notation of v2 and others in that of v4, or the same page is allowed once and refused once: nodes of two releases or with different settings take turns. Or the check does not depend on the page only.',
    fix: 'Run one release with the same settings on every node. While both releases are needed, give each a path or a host of its own.',
  },
  HANDSHAKE_REFUSED: {
    summary: "The server's own check refuses the page.",
    cause:
      '`origins` or `allowRequest` does not allow the origin, or asks for something else, such as a token. Over polling that is HTTP 403 with code 4; over WebSocket HTTP 400. A proxy that drops the `Origin` header causes this too.',
    v2: 'It matched entries with an explicit port only. The 403 has no CORS headers, so browsers report a missing `Access-Control-Allow-Origin`.',
    v4: '`cors` sets its headers first, so pages that it names can read the refusal.',
    fix: "List the page's origin. v2's `origins` needs the port (`https://example.com:443`). v4's `allowRequest` gets the origin as the browser sends it.",
    example: {
      language: 'js',
      before: `const io = require('socket.io')(httpServer, { origins: ['https://example.com'] });`,
      after: GUARDED_SERVER,
    },
  },
  REFUSED_WHATEVER_ORIGIN: {
    summary: 'The server lists the page, but refuses its handshake.',
    cause:
      '`Access-Control-Allow-Origin` names the page, so `cors` lists it. The check behind it (`allowRequest`) asks for something else: a token, a cookie, or an origin that is written differently there.',
    fix: 'Ask again with what the check wants: a token in the URL (`?token=…`) or `--header`. Otherwise compare the list in `allowRequest` with `cors.origin`.',
  },
  ORIGIN_NEAR_MISS: {
    summary: 'The page is blocked, and another spelling of its origin is allowed.',
    cause:
      'Origins are compared exactly with what browsers send: no slash at the end, no default port, lower case. The doctor tried the spellings that people write by mistake, the other scheme, and the host with and without `www.`.',
    fix: 'Write the origin in the list as the browser sends it.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, {
  cors: { origin: ['https://example.com/'], credentials: true },
});`,
      after: GUARDED_SERVER,
    },
  },
  OWN_PAGE_WITHOUT_REFERER: {
    summary: "The server's own page sends neither `Origin` nor `Referer`, and is refused.",
    cause:
      "The page is served with `Referrer-Policy: no-referrer`, which is Helmet's default. A GET to the page's own server has no `Origin`, so nothing names the page, and a list refuses that.",
    fix: "Serve the page with `Referrer-Policy: same-origin`. Or use `transports: ['websocket']` on the client: a WebSocket has an `Origin`.",
  },
  REQUEST_REFUSED: {
    summary: 'Engine.IO refuses the request for another reason than its origin.',
    cause:
      'The response has a code: 0 unknown transport, 1 unknown session, 2 bad method, 3 bad request (a middleware or a `cors.origin` function failed), 5 unsupported protocol version.',
    fix: "Log the reason on the server: `io.engine.on('connection_error', (error) => console.log(error.code, error.message, error.context))`. On v2, run it with `DEBUG=engine*`.",
  },
  SESSION_UNKNOWN: {
    summary: 'The next request of a session reached another process, which does not know it.',
    cause: 'Several processes answer at one address, and requests of one session are spread over them.',
    fix: "Make the load balancer sticky (nginx `ip_hash`, PM2 with `@socket.io/pm2`, cluster with `@socket.io/sticky`). Or use `transports: ['websocket']` on the client.",
  },
  PING_INTERVAL_TOO_LONG: {
    summary: 'Connections may be silent for longer than most proxies allow.',
    cause:
      'The first packet of a session names a `pingInterval` of 55 s or more. Most proxies and load balancers close a connection that is silent for 60 s. The response of the proxy has no CORS headers.',
    fix: 'Leave `pingInterval` at 25000, or raise the idle time-out of the proxy above it.',
  },
  WEBSOCKET_NOT_PASSED_ON: {
    summary: 'A proxy does not pass the WebSocket upgrade on.',
    cause: 'The WebSocket handshake was answered like a plain request. Clients stay on polling.',
    fix: 'Configure the proxy. nginx needs `proxy_http_version 1.1` and the `Upgrade` and `Connection` headers; Apache 2.4.47 or later needs `ProxyPass / http://127.0.0.1:3000/ upgrade=websocket`.',
    example: {
      language: 'nginx',
      before: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
}`,
      after: `location /socket.io/ {
  proxy_pass http://127.0.0.1:3000;
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
}`,
    },
  },
  WEBSOCKET_FAILED: {
    summary: 'WebSockets do not open, although the handshake was not refused.',
    cause: 'The connection closed at once, stayed silent, or sent something that is not Engine.IO.',
    fix: 'Look at the proxy, and at other `upgrade` listeners of the HTTP server: only one may answer.',
  },
  TRANSPORT_DISABLED: {
    summary: 'The server does not offer this transport.',
    cause: 'The server\'s `transports` option leaves it out (code 0, "Transport unknown").',
    fix: "Nothing if that is intended: clients then name the other transport in their `transports`. Otherwise add it to the server's `transports`.",
  },
  FOREIGN_ORIGINS_NOT_TESTED: {
    summary: 'Whether other websites can connect is unknown: the server did not decide their requests.',
    cause:
      'The pages that should connect got through. The same requests of foreign origins got HTTP 429 or 5xx from something else, or no answer. Either a rate limit stopped the doctor, or the server failed, or its check never called back.',
    fix: 'Ask again later, ask the server behind the limit, or let the check call back for every origin.',
  },
  WEBSOCKET_OPEN_TO_ANY_ORIGIN: {
    summary: 'Any website can open a WebSocket and connect as its logged-in visitors.',
    cause:
      '`cors` names an allow-list, but no `allowRequest` checks the origin (cross-site WebSocket hijacking).',
    v2: '`origins` guarded polling and WebSocket.',
    v4: '`cors` only sets response headers, which do not apply to WebSocket.',
    fix: 'Check the origin of every handshake in `allowRequest`.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: ['https://example.com'], credentials: true } });`,
      after: GUARDED_SERVER,
    },
  },
  FOREIGN_ORIGIN_WITH_CREDENTIALS: {
    summary: "Any website can connect with its visitors' cookies and read the responses.",
    cause: 'The server or a proxy sends back any origin, with `Access-Control-Allow-Credentials: true`.',
    v2: 'That was its default.',
    v4: 'That is `origin: true` with `credentials: true`.',
    fix: 'List your origins in `cors.origin`, and check them in `allowRequest`.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: true, credentials: true } });`,
      after: GUARDED_SERVER,
    },
  },
  LOOK_ALIKE_ORIGIN_ADMITTED: {
    summary: 'An origin is allowed that only resembles a listed one, such as `https://evilexample.com`.',
    cause:
      'The check compares a part of the origin: a pattern without `^` and `$` or with an unescaped dot, `endsWith()`, `startsWith()` or `includes()`. Anyone can register such a host.',
    v2: 'It searched a string of `origins` for the host and port, so `https://xample.com` matched `https://example.com:443`. An array is compared entry by entry.',
    v4: 'It compares strings in `cors.origin` exactly, and patterns as they are written.',
    fix: 'Compare whole origins: an array in `cors.origin`, and the same list in `allowRequest`.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: { origin: /example\\.com$/, credentials: true } });`,
      after: GUARDED_SERVER,
    },
  },
  NULL_ORIGIN_WITH_CREDENTIALS: {
    summary: 'Pages with the origin `null` can connect with credentials, and any website can make one.',
    cause: '`null` is allowed: a sandboxed frame or a `data:` URL on any website has that origin.',
    v2: '`*:80`, `null:80`, `null:*` and `*:*` allowed it.',
    fix: 'Remove `null` from `cors.origin` and `allowRequest`. Apps that run from files should use their own scheme (`app://…`).',
  },
  JSONP_OPEN: {
    summary: 'A script on any website can open a session over JSONP and read it.',
    cause: 'CORS does not apply to scripts. A script request has no `Origin`, at most a `Referer`.',
    v2: '`origins` checked the `Referer`, and refused if there was neither.',
    v4: 'It still answers JSONP (`?j=0`).',
    fix: 'In `allowRequest`, check the `Referer` if there is no `Origin`, and refuse if there is neither.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, {
  cors: { origin: ['https://example.com'], credentials: true },
  allowRequest: ({ headers }, callback) =>
    callback(null, [undefined, 'https://example.com'].includes(headers.origin)),
});`,
      after: GUARDED_SERVER,
    },
  },
  ANY_ORIGIN_ADMITTED: {
    summary: 'Any website can connect and read over polling, without cookies.',
    cause:
      '`cors.origin` is `*`, or `cors` has no `origin`. WebSocket and JSONP still carry cookies: if they are open too, their codes are reported as well.',
    fix: 'Nothing if the service is public and does not use cookies. Otherwise list your origins in `cors.origin`, and check them in `allowRequest`.',
    example: {
      language: 'js',
      before: `const { Server } = require('socket.io');

const io = new Server(httpServer, { cors: {} });`,
      after: GUARDED_SERVER,
    },
  },
  MISSING_VARY_ORIGIN: {
    summary: 'A cache may give one page the response that was meant for another.',
    cause:
      '`Access-Control-Allow-Origin` depends on the page, but the response has neither `Vary: Origin` nor `Cache-Control: no-store`.',
    v2: 'It never sent `Vary`.',
    v4: 'It sends `Vary: Origin` unless the origin is `*`.',
    fix: 'Let `cors.origin` be an array or a function, let no proxy remove `Vary`, and let no CDN cache `/socket.io/`.',
  },
};
