import { chromeSays, firefoxSays } from './browser-wording.js';
import { entry } from './catalogue-entry.js';
import { opennessCatalogue } from './openness-catalogue.js';
import { type Blocked, v2Handler, v4Cors } from './remedy-settings.js';

type None = Record<never, never>;

interface Value {
  readonly value: string;
}
interface Server {
  readonly url: string;
}
interface Somebody extends Server {
  readonly who: string;
}

const secondHeader =
  'Look for a proxy (nginx `add_header`, Apache `Header`) or a middleware (Express `cors()`) that adds its own, and let Socket.IO alone set it';

/**
 * All that the doctor ever says. Codes that start with CORS are the names of Firefox's catalogue
 * (https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors); the order is that in which they are reported.
 */
export const catalogue = {
  CORSRequestNotHttp: entry<Server & { protocol: string }>('danger', {
    message: ({ url, protocol }) =>
      `${url} is asked for by "${protocol}", and CORS knows http and https only.\nFirefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: CORS request not http).`,
    remedy: () =>
      'Give the client the URL of the server: io("https://api.example.com"). Serve the page by HTTP as well, not from a file.',
  }),
  NOT_REACHABLE: entry<Server & { code: string; detail: string }>('danger', {
    message: ({ url, code, detail }) =>
      `Nobody could be reached at ${url}: ${code}${detail}. Browsers report it as a CORS failure without a status.\nFirefox: (Reason: CORS request did not succeed). Status code: (null).\nChrome: net::ERR_CONNECTION_REFUSED or the like.`,
    remedy: () =>
      'Check host and port, that the server runs and listens on that address (0.0.0.0 rather than 127.0.0.1 inside a container), and that no firewall is in between.',
  }),
  TLS_FAILED: entry<Server & { code: string; detail: string }>('danger', {
    message: ({ url, code, detail }) =>
      `Somebody listens at ${url}, but no encrypted connection came about: ${code}${detail}. Browsers report it as a CORS failure without a status.\nFirefox: (Reason: CORS request did not succeed). Status code: (null).\nChrome: net::ERR_CERT_… or net::ERR_SSL_…`,
    remedy: () =>
      'Use http:// if the port speaks no TLS; else serve a certificate for this host, with its chain, that browsers trust. For a private authority set NODE_EXTRA_CA_CERTS when running this command.',
  }),
  NO_ANSWER: entry<Server & { code: string; detail: string }>('danger', {
    message: ({ url, code, detail }) =>
      `Somebody listens at ${url} and takes connections, but gave no HTTP answer: ${code}${detail}.\nFirefox: (Reason: CORS request did not succeed). Status code: (null).\nChrome: net::ERR_EMPTY_RESPONSE, or nothing until a time-out.`,
    remedy: ({ code }) =>
      // Of Node's parser, llhttp.
      code.startsWith('HPE_')
        ? 'What came does not keep to HTTP, though browsers may put up with it: look at what writes the headers, a proxy or a server by hand.'
        : 'A server with nothing but Socket.IO on it never answers at another path than its own: check the `path` of both sides. Check too that the port speaks HTTP and that the process is not stuck.',
  }),
  WRONG_PATH: entry<Server & { path: string }>('danger', {
    message: ({ url, path }) =>
      `No Socket.IO server answers at ${url}, but one does at ${path}, on the same host.`,
    remedy: ({ path }) =>
      `Give the client that path: io(url, { path: "${path}" }); or set the server's: { path: "/socket.io" }. The path of a URL given to io() names a namespace, not a path. To ask this server: --path ${path}`,
  }),
  NOT_SOCKET_IO: entry<Somebody & { status: number }>('danger', {
    message: ({ url, who, status }) =>
      `Something else answers at ${url}: ${who}, with HTTP ${status}. It is not a Socket.IO server.`,
    remedy: () =>
      'Check host, port and path. Behind a proxy, pass the path on to Node: nginx `location /socket.io/ { proxy_pass …; }`. In Express, give Socket.IO the HTTP server that listens: `httpServer = createServer(app)`, and `httpServer.listen()`, not `app.listen()`.',
  }),
  SERVER_BEHIND_PROXY_DOWN: entry<Somebody & { status: number }>('danger', {
    message: ({ url, who, status }) =>
      `A proxy answers at ${url}, and the server behind it does not: ${who}, with HTTP ${status}.`,
    remedy: () =>
      'Start the Node server, and check the host and port that the proxy passes on to (in a container, 127.0.0.1 is the container itself).',
  }),
  CORSExternalRedirectNotAllowed: entry<Blocked & { location: string | null }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. The answer is a redirect (HTTP ${at.status}) to ${at.location ?? 'nowhere'}, which preflights and WebSockets do not survive. Whether a plain GET gets through is decided at the other address, which is not asked here.\n${firefoxSays(at, 'CORS request external redirect not allowed')}\n${chromeSays({ ...at, isPreflight: true }, 'Redirect is not allowed for a preflight request.')}`,
    remedy: ({ location }) =>
      `Give the client the final address at once${location === null ? '' : ` (${location})`}: the scheme (https), the host (with or without www) and the slash at the end of the path are the usual differences.`,
  }),
  EIO3_NOT_SPOKEN: entry<None>('info', {
    message: () =>
      'The server speaks Engine.IO protocol 4 only (code 5 for protocol 3): clients of v3 and v4 connect, those of v1 and v2 do not.',
    remedy: () => 'If clients of v2 are still out there: allowEIO3: true (from 3.1.0).',
  }),
  EIO4_NOT_SPOKEN: entry<None>('info', {
    message: () =>
      'The server speaks Engine.IO protocol 3 only, so it is Socket.IO v2 or older: clients of v1 and v2 connect, those of v3 and v4 do not.',
    remedy: () => 'Upgrade the server first, with allowEIO3: true, then the clients.',
  }),
  PROTOCOLS_NOT_SHOWN: entry<None>('info', {
    message: () =>
      'Every handshake was refused, before the server looked at its protocol: by its headers it is v3 or v4, and whether clients of v2 may connect (allowEIO3) cannot be seen.',
    remedy: () => 'Ask again for a page that it lets in: --origin https://example.com',
  }),
  HANDSHAKE_REFUSED: entry<Blocked>('danger', {
    message: ({ pages, status }) =>
      `The server's own check refuses ${pages}: HTTP ${status} (over polling with code 4). That is no matter of headers: not even the session is opened.`,
    remedy: (blocked) =>
      `Let allowRequest admit ${blocked.list}, and name the same origins in ${v4Cors(blocked)}`,
    remedyV2: ({ listV2 }) =>
      `origins: ${listV2}: v2 compares with the port written out, as scheme://host:port (before 2.1: host:port; 2.4.0 alone: as browsers write it, without the default port).`,
  }),
  CORSMissingAllowOrigin: entry<Blocked>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. The answer (HTTP ${at.status}) has no Access-Control-Allow-Origin.\n${firefoxSays(at, 'CORS header ‘Access-Control-Allow-Origin’ missing', at.status)}\n${chromeSays(at, "No 'Access-Control-Allow-Origin' header is present on the requested resource.")}`,
    remedy: (at) => `${v4Cors(at)}. From v3 on, Socket.IO sends no header without it.`,
    remedyV2: (at) =>
      at.isPreflight
        ? `Send it in your handler: ${v2Handler(at)}`
        : `origins: ${at.listV2}, with the ports. v2 sends the header by itself to whom it admits.`,
  }),
  CORSNotSupportingCredentials: entry<Blocked>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Origin is "*", which does not count for requests with credentials.\n${firefoxSays({ ...at, url: `‘${at.url}’` }, 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’')}\n${chromeSays(at, "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.")}`,
    remedy: (at) =>
      `Name the origins: ${v4Cors(at)}; or let the client do without: withCredentials: false (the default from v3 on; ask again with --no-credentials).`,
    remedyV2: (at) => `Name the origin in your handler: ${v2Handler(at)}`,
  }),
  CORSMissingAllowCredentials: entry<Blocked & { value: string | null }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Credentials ${at.value === null ? 'is missing' : `is "${at.value}"`}, and nothing but "true" counts.\n${firefoxSays(at, 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’')}\n${chromeSays(at, `The value of the 'Access-Control-Allow-Credentials' header in the response is '${at.value ?? ''}' which must be 'true' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.`)}`,
    remedy: (at) =>
      `${v4Cors(at)}; or let the client do without: withCredentials: false (ask again with --no-credentials).`,
    remedyV2: (at) => `Send it in your handler: ${v2Handler(at)}`,
  }),
  CORSMultipleAllowOriginNotAllowed: entry<Blocked & Value>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Origin has several values, "${at.value}", or was sent twice.\n${firefoxSays(at, 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed')}\n${chromeSays(at, `The 'Access-Control-Allow-Origin' header contains multiple values '${at.value}', but only one is allowed.`)}`,
    remedy: (at) => `${secondHeader}: ${v4Cors(at)}. Several origins are an array there, not one string.`,
    remedyV2: ({ listV2 }) => `${secondHeader}: origins: ${listV2}`,
  }),
  CORSAllowOriginNotMatchingOrigin: entry<Blocked & Value & { chrome: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Origin is "${at.value}", and has to equal "${at.origin}" letter for letter: no default port, no slash at the end, lower case.\n${firefoxSays(at, `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${at.value}’`)}\n${chromeSays(at, at.chrome)}`,
    remedy: (at) =>
      `${v4Cors(at)}. An array sends the one that matches; a string is sent to everybody as it is.`,
    remedyV2: (at) => `Send the page's own origin in your handler: ${v2Handler(at)}`,
  }),
  CORSPreflightDidNotSucceed: entry<Blocked>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. The answer to OPTIONS ${at.status === 0 ? 'did not come' : `is HTTP ${at.status}`}; anything from 200 to 299 is needed before the client's headers (${at.headersV2}) may be sent.\n${firefoxSays(at, 'CORS preflight response did not succeed', at.status)}\n${chromeSays(at, 'It does not have HTTP ok status.')}`,
    remedy: (at) =>
      `cors: { origin: ${at.list}, allowedHeaders: ${at.headers}, credentials: true }. If a proxy answers OPTIONS or asks it for a password, let it pass: preflights carry no credentials.`,
    remedyV2: (at) => `v2 answers 400 unless it is given a handler: ${v2Handler(at)}`,
  }),
  CORSInvalidAllowMethod: entry<Blocked & { token: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. "${at.token}" in Access-Control-Allow-Methods is no method; they are parted by commas.\n${firefoxSays(at, `invalid token ‘${at.token}’ in CORS header ‘Access-Control-Allow-Methods’`)}\n${chromeSays({ ...at, isPreflight: false }, 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.')}`,
    remedy: () => 'cors: { methods: ["GET", "POST"] }',
    remedyV2: (at) => `In your handler: ${v2Handler(at)}`,
  }),
  CORSInvalidAllowHeader: entry<Blocked & { token: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. "${at.token}" in Access-Control-Allow-Headers is no header's name; they are parted by commas.\n${firefoxSays(at, `invalid token ‘${at.token}’ in CORS header ‘Access-Control-Allow-Headers’`)}\n${chromeSays({ ...at, isPreflight: false }, 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.')}`,
    remedy: ({ headers }) => `cors: { allowedHeaders: ${headers} }`,
    remedyV2: (at) => `In your handler: ${v2Handler(at)}`,
  }),
  CORSMethodNotFound: entry<Blocked & { method: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. ${at.method} is not in Access-Control-Allow-Methods.\n${firefoxSays(at, 'Did not find method in CORS header ‘Access-Control-Allow-Methods’')}\n${chromeSays({ ...at, isPreflight: false }, `Method ${at.method} is not allowed by Access-Control-Allow-Methods in preflight response.`)}`,
    remedy: ({ method }) =>
      `cors: { methods: ["GET", "POST", "${method}"] }. Socket.IO's own requests are GET and POST.`,
    remedyV2: (at) => `In your handler: ${v2Handler(at)}`,
  }),
  CORSMissingAllowHeaderFromPreflight: entry<Blocked & { header: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. "${at.header}" is not in Access-Control-Allow-Headers ("*" does not count with credentials, and by the Fetch standard never for Authorization, though Chromium still lets that pass).\n${firefoxSays(at, `header ‘${at.header}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`)}\n${chromeSays({ ...at, isPreflight: false }, `Request header field ${at.header} is not allowed by Access-Control-Allow-Headers in preflight response.`)}`,
    remedy: ({ headers }) => `cors: { allowedHeaders: ${headers} }`,
    remedyV2: (at) => `In your handler: ${v2Handler(at)}`,
  }),
  CORSDidNotSucceed: entry<Blocked & { code: string }>('danger', {
    message: (at) =>
      `Blocked: ${at.pages}. The connection broke off, or no whole answer came in time: ${at.code}.\nFirefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${at.url}. (Reason: CORS request did not succeed). Status code: (null).`,
    remedy: () => "Look at the server's and the proxy's logs for that request: other requests were answered.",
  }),
  MIXED_CONTENT: entry<Blocked>('danger', {
    message: ({ pages, url }) =>
      `Blocked: ${pages}. The page is served by https, and browsers let it ask no server by http (${url}).\nFirefox: Blocked loading mixed active content “${url}”\nChrome: Mixed Content: The page was loaded over HTTPS, but requested an insecure XMLHttpRequest endpoint. This request has been blocked.`,
    remedy: () => 'Serve Socket.IO by https and wss, and give the client the https URL.',
  }),
  REQUEST_REFUSED: entry<Blocked & { said: string }>('danger', {
    message: ({ pages, status, said }) =>
      `Engine.IO refuses ${pages}: HTTP ${status}, ${said}. Code 3 at a handshake is a middleware or a cors.origin function that failed.`,
    remedy: () =>
      'Log it on the server: io.engine.on("connection_error", (error) => console.log(error.code, error.message, error.context)).',
    remedyV2: () => 'Run the server with DEBUG=engine* and look at what it says of that request.',
  }),
  SESSION_UNKNOWN: entry<Blocked>('danger', {
    message: ({ pages }) =>
      `Blocked: ${pages}. The server that got the POST does not know the session (code 1) that another answer had just opened: several processes stand behind one address.`,
    remedy: () =>
      'Make the load balancer sticky (nginx `ip_hash` or `hash $remote_addr`, PM2 with @socket.io/pm2, cluster with @socket.io/sticky), or use transports: ["websocket"] on the client.',
  }),
  WEBSOCKET_NOT_PASSED_ON: entry<Somebody & { pages: string; status: number }>('danger', {
    message: ({ pages, who, status }) =>
      `WebSockets do not get through for ${pages}: the handshake was answered like a plain request, by HTTP ${status} (${who}). Clients stay on polling.`,
    remedy: () =>
      'Let the proxy pass the upgrade on: nginx `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`, Apache `mod_proxy_wstunnel`; on balancers switch WebSocket on.',
  }),
  WEBSOCKET_FAILED: entry<Blocked & { detail: string }>('danger', {
    message: ({ pages, detail }) => `WebSockets do not open for ${pages}: ${detail}.`,
    remedy: () =>
      'Look at the proxy and at what else handles `upgrade` on that HTTP server: one handler alone may answer.',
  }),
  TRANSPORT_DISABLED: entry<{ transport: string }>('info', {
    message: ({ transport }) => `The server does without ${transport} (code 0 "Transport unknown").`,
    remedy: ({ transport }) =>
      `Nothing, if that is meant: clients then name the other transport in their \`transports\`. Else add "${transport}" to the server's \`transports\`.`,
  }),
  ...opennessCatalogue,
} as const;

/** The remedy of what is missing from an answer that is not Socket.IO's: its settings would not reach it. */
export const reachItFirst =
  'Get through to the Socket.IO server first, as said above: what this answer lacks, its settings cannot add.';

/** The code of a diagnosis. */
export type DiagnosisCode = keyof typeof catalogue;

/** What the texts of a code speak of. */
export type DiagnosisArgs<Code extends DiagnosisCode> = Parameters<(typeof catalogue)[Code]['message']>[0];
