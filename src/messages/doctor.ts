import { type Blocked, browserCatalogue, normalUrl } from './browsers.js';
import { entry } from './message.js';
import { atPathOf, type Proxied, proxyCatalogue, proxyFix } from './proxies.js';
import { type Answered, reachabilityCatalogue } from './reachability.js';
import { type SettingsNeeded, v2Origins, v4Guard } from './server-settings.js';

/** The names of the requests for people. */
export const REQUEST_NAMES = {
  'polling-get': 'polling GET',
  'polling-post': 'polling POST',
  preflight: 'preflight',
  websocket: 'WebSocket',
  jsonp: 'JSONP',
} as const;

/** The foreign origin that was tested, as an example of any. */
interface Stranger {
  readonly origin: string;
  readonly needed: SettingsNeeded;
}

/**
 * A server that only accepts handshakes from the asked origins, in the settings of its generation. The server may list more
 * origins than were asked about, and have options that the answers do not show.
 */
const guard = ({ needed }: { readonly needed: SettingsNeeded }): string =>
  `On the server (keep the other origins and options that it has):\n${
    needed.generation === 'v2' ? `  ${v2Origins(needed)}` : v4Guard(needed)
  }`;

/** Failures that block pages before or after CORS. */
const pageCatalogue = {
  HANDSHAKE_REFUSED: entry<
    Blocked &
      Proxied & {
        isByOrigin: boolean;
        /** Whether only WebSockets of the page are refused. */
        isPollingAllowed: boolean;
        /** Whether it is the server of python-socketio, which says that it refuses the origin. */
        isPython: boolean;
      }
  >('danger', 'none', {
    message: ({ pages, status, isByOrigin, isPollingAllowed, isPython }) =>
      isPython
        ? `The server (python-socketio) refuses the handshake of ${pages}: HTTP ${status}, not an accepted origin.`
        : `The server refuses the handshake of ${pages}: HTTP ${status}. The server's own check decides that (code 4 over polling), so CORS headers would not help. ${
            isPollingAllowed
              ? 'It allows the same page over polling, so it asks for something that WebSockets of pages do not send: a Referer, or a header of the client (extraHeaders).'
              : isByOrigin
                ? 'It allows another page, so it decides by origin.'
                : 'Either it does not list these origins, or it asks for something else (a token, a cookie), or a proxy drops the Origin header: the answers do not show which.'
          }`,
    remedy: ({ needed, isByOrigin, isPollingAllowed, isPython, url, proxy }) =>
      isPython
        ? `List the origins (with Flask-SocketIO, give SocketIO() the same):\n  socketio.Server(cors_allowed_origins=${JSON.stringify(needed.origins)})\nIf it is the server's own page and no list is set, a proxy changes Host or X-Forwarded-Proto, with which python-socketio compares.`
        : `${isPollingAllowed ? 'Check the Origin, which both send. Send a token in `auth` or in the query.' : 'List the origins.'} ${guard({ needed })}${
            isByOrigin || isPollingAllowed
              ? ''
              : `\nIf the check asks for a token or a cookie, ask again with it: in the URL (?token=…) or with --header.\nIf the origins are listed already, compare the server's own address with the public one (npx socket.io-cors-compat compare): a proxy may drop Origin${proxy === undefined ? ' (nginx `proxy_set_header Origin`, Apache `RequestHeader unset Origin`, HAProxy `del-header Origin`, Caddy `header_up -Origin`).' : `:\n${proxyFix('DROPS_ORIGIN', { url, proxy })}`}`
          }`,
  }),
  REFUSED_WHATEVER_ORIGIN: entry<Blocked>('danger', 'none', {
    message: ({ pages, origin, status }) =>
      `The server refuses the handshake of ${pages}: HTTP ${status}, although Access-Control-Allow-Origin names ${origin}. So cors lists the page, and the check (allowRequest) asks for something else: a token, a cookie, or an origin that it lists differently.`,
    remedy: () =>
      'Ask again with what the check wants, as the client does: a token in the URL (?token=…) or --header "name: value". Otherwise look at what allowRequest compares.',
  }),
  ORIGIN_NEAR_MISS: entry<{
    origin: string;
    listed: readonly string[];
    isProxy: boolean;
    needed: SettingsNeeded;
  }>('danger', 'none', {
    message: ({ origin, listed, isProxy }) =>
      `The ${isProxy ? 'proxy' : 'server'} does not allow ${origin}, but it allows ${listed.map((one) => `"${one}"`).join(' and ')}. Origins are compared exactly, and browsers send "${origin}".${listed.includes('*') ? ' In an array, "*" is no wildcard.' : ''}`,
    remedy: ({ origin, listed, isProxy, needed }) =>
      isProxy
        ? `In the proxy's list, write "${origin}".`
        : `${isOtherOrigin(origin, listed) ? `Add "${origin}" to the list` : `In the list, write "${origin}" instead of ${listed.map((one) => `"${one}"`).join(' or ')}`}. ${guard({ needed })}`,
  }),
  OWN_PAGE_WITHOUT_REFERER: entry<{ origin: string }>('danger', 'none', {
    message: ({ origin }) =>
      `The server's own page (${origin}) is refused over polling: it is served with Referrer-Policy: no-referrer (Helmet's default), so its GET names neither Origin nor Referer, and the check refuses that.`,
    remedy: () =>
      'Send Referrer-Policy: same-origin with the page (Helmet: referrerPolicy: { policy: "same-origin" }). Or let the client use transports: ["websocket"], which sends an Origin. Or allow handshakes that name neither, which also allows clients that are not browsers.',
  }),
  MIXED_CONTENT: entry<Blocked>('danger', 'none', {
    message: ({ pages, url }) =>
      `The page is served over https, and browsers do not let it use a server over http (${url}): they block ${pages}.\nFirefox: Blocked loading mixed active content “${url}”\nChrome: Mixed Content: The page was loaded over HTTPS, but requested an insecure XMLHttpRequest endpoint. This request has been blocked.`,
    remedy: () => 'Serve Socket.IO over https and wss, and give the client the https URL.',
  }),
  REQUEST_REFUSED: entry<Blocked & { said: string }>('danger', 'none', {
    message: ({ pages, status, said }) =>
      `Engine.IO refuses ${pages}: HTTP ${status}, ${said}. Code 3 at a handshake means that a middleware failed, or that a cors.origin function called back an error.`,
    remedy: ({ needed }) =>
      needed.generation === 'v2'
        ? 'Run the server with DEBUG=engine* and read what it prints about that request.'
        : 'In a cors.origin function, write callback(null, false) for pages that are not listed, not an error. Otherwise, log the reason on the server:\n  io.engine.on("connection_error", (error) => console.log(error.code, error.message, error.context));',
  }),
  SESSION_UNKNOWN: entry<
    Proxied & {
      origin: string;
      /** Whether polling works, and a WebSocket that continues its session does not. */
      isUpgrade: boolean;
      /** The cookie that keeps sessions together, which a browser does not send back. */
      cookie: { name: string; path: string; by: 'path' | 'secure' | 'credentials' | 'site' } | undefined;
    }
  >('danger', 'none', {
    message: ({ origin, isUpgrade, cookie }) =>
      isUpgrade
        ? `A WebSocket that continues a polling session of ${origin} reaches a process that does not know the session (code 1): WebSockets go to another process than polling. Clients stay on polling.`
        : `Polling fails for ${origin}: a request reached a process that does not know the session (code 1) that another had just opened. Several processes answer at one address${
            cookie === undefined
              ? ', and nothing keeps a session on one of them.'
              : `. The balancer keeps sessions together by the cookie "${cookie.name}", which browsers do not send back from that page: ${WITHHELD[cookie.by].why(cookie)}.`
          }`,
    remedy: ({ cookie, ...at }) =>
      [
        ...(cookie === undefined ? [] : [WITHHELD[cookie.by].fix(cookie)]),
        `${cookie === undefined ? 'Keep' : 'Or keep'} each client on one process by its address:`,
        proxyFix('IS_NOT_STICKY', at),
        'For Node\'s cluster use @socket.io/sticky, for PM2 @socket.io/pm2. Or use transports: ["websocket"] on the client, which needs no stickiness.',
      ].join('\n'),
  }),
  PING_INTERVAL_TOO_LONG: entry<{ seconds: number }>('warning', 'none', {
    message: ({ seconds }) =>
      `A connection may be silent for ${seconds} s (pingInterval), and most proxies and load balancers close one that is silent for 60 s. Behind such a proxy, pages connect and drop again and again, and browsers may report the aborted request as a CORS failure.`,
    remedy: () =>
      'Set pingInterval: 25000 on the server, which is the default. Or raise the idle time-out of the proxy above it: nginx `proxy_read_timeout`, HAProxy `timeout server` and `timeout tunnel`.',
  }),
  WEBSOCKET_NOT_PASSED_ON: entry<Answered & Proxied & { pages: string; isPollingOff: boolean }>(
    'danger',
    'none',
    {
      message: ({ pages, who, status, isPollingOff }) =>
        `${
          isGateway(status)
            ? `WebSockets do not open for ${pages}: the proxy passes the upgrade on, but not to the Socket.IO server (${who}, HTTP ${status}).`
            : `WebSockets do not reach the server for ${pages}: the handshake was answered like a plain request, HTTP ${status} (${who}).`
        } ${isPollingOff ? 'Polling is turned off on the server, so no client can connect.' : 'Clients stay on polling.'}`,
      remedy: ({ status, ...at }) =>
        isGateway(status)
          ? atPathOf(
              at.url,
              'Check the host, the port and the path that the proxy uses for WebSockets. They are the same as for polling: with Apache, `RewriteRule ^/socket\\.io/(.*) ws://127.0.0.1:3000/socket.io/$1 [P,L]`.',
            )
          : `Let the proxy pass the upgrade on. On a hosted balancer, turn WebSocket on.\n${proxyFix('DROPS_UPGRADE', at)}`,
    },
  ),
  WEBSOCKET_FAILED: entry<Blocked & { detail: string }>('danger', 'none', {
    message: ({ pages, detail }) => `WebSockets do not open for ${pages}: ${detail}.`,
    remedy: () =>
      'Check the proxy, and what else handles `upgrade` on that HTTP server: only one handler may answer. On v2, a middleware (io.use) that throws closes the WebSocket without a message, for example express-session, which needs socket.request.res || {}.',
  }),
  TRANSPORT_DISABLED: entry<{ transport: string }>('info', 'none', {
    message: ({ transport }) => `The server has turned off ${transport} (code 0 "Transport unknown").`,
    remedy: ({ transport }) =>
      `Nothing, if that is intended: clients then need the other transport in their \`transports\`. Otherwise add "${transport}" to the server's \`transports\`.`,
  }),
} as const;

interface Withheld {
  readonly why: (cookie: { readonly path: string }) => string;
  readonly fix: (cookie: { readonly name: string }) => string;
}

/** Why browsers do not send a cookie back, and what to change. */
const WITHHELD: Readonly<Record<'path' | 'secure' | 'credentials' | 'site', Withheld>> = {
  path: { why: ({ path }) => `it is for the path ${path}`, fix: () => 'Set the cookie with Path=/.' },
  secure: {
    why: () => 'it is Secure, and the address is http',
    fix: () => 'Serve the address over https, or set the cookie without Secure.',
  },
  credentials: {
    why: () => 'the client sends no credentials',
    fix: () => 'Set withCredentials: true on the client (and ask without --no-credentials).',
  },
  site: {
    why: () =>
      'page and server are different sites, so it needs SameSite=None, Secure and Partitioned, and a client with withCredentials: true',
    fix: ({ name }) =>
      `Let browsers send the cookie, over https and with withCredentials: true on the client:\n- HAProxy: cookie ${name} insert indirect nocache secure attr "SameSite=None" attr "Partitioned"`,
  },
};

/** Bad Gateway, Gateway Timeout. */
const isGateway = (status: number): boolean => status === 502 || status === 504;

/** Whether the listed origins are those of other pages, not misspellings. */
const isOtherOrigin = (origin: string, listed: readonly string[]): boolean => {
  return listed.every((one) => /:\/\/./.test(one) && normalUrl(one) !== normalUrl(origin));
};

/** Causes that let strangers connect. */
const opennessCatalogue = {
  FOREIGN_ORIGINS_NOT_TESTED: entry<{
    pages: string;
    /** The sender of an answer in the server's place; undefined if no answer came. */
    answered: { who: string; status: number } | undefined;
  }>('danger', 'none', {
    message: ({ pages, answered }) =>
      `The server did not decide requests of foreign origins, ${pages}: ${
        answered === undefined ? 'no answer came' : `they got HTTP ${answered.status} from ${answered.who}`
      }. So it is unknown whether any other website can connect. Pages that should connect got through.`,
    remedy: ({ answered }) =>
      answered?.status === 429 || answered?.status === 503
        ? "Ask again a few minutes later, or ask the server's own address, behind the limit. Or exempt the address of this machine from the limit."
        : 'Make sure that the server is still running, and that its check (origins, allowRequest) calls back for every origin. Then ask again.',
  }),
  WEBSOCKET_OPEN_TO_ANY_ORIGIN: entry<Stranger>('danger', 'none', {
    message: ({ origin }) =>
      `Any website can open a WebSocket (tested with ${origin}) and connect as its logged-in visitors (cross-site WebSocket hijacking). cors only controls what browsers may read over HTTP; it does not apply to WebSockets.`,
    remedy: guard,
  }),
  FOREIGN_ORIGIN_WITH_CREDENTIALS: entry<Stranger>('danger', 'none', {
    message: ({ origin }) =>
      `Any website (tested with ${origin}) can open sessions with its visitors' cookies and read the answers: the server reflects its origin, with Access-Control-Allow-Credentials: true.`,
    remedy: guard,
  }),
  LOOK_ALIKE_ORIGIN_ADMITTED: entry<{ admitted: readonly string[]; needed: SettingsNeeded }>(
    'danger',
    'none',
    {
      message: ({ admitted, needed }) =>
        `The server allows ${admitted.join(', ')}, although it refuses other foreign origins: it compares only a part of the origin, so anyone can register a host that it allows. ${
          needed.generation === 'v2'
            ? 'v2 searches a string of origins for the host and port; an origins function may compare a part as well.'
            : 'Usual causes are a pattern without ^ and $, an unescaped dot in a pattern, and endsWith(), startsWith() or includes().'
        }`,
      remedy: guard,
    },
  ),
  NULL_ORIGIN_WITH_CREDENTIALS: entry<{ needed: SettingsNeeded }>('danger', 'none', {
    message: () =>
      'Pages with the origin "null" can open sessions with credentials. Any site can make one: a sandboxed frame or a data: URL.',
    remedy: ({ needed }) =>
      needed.generation === 'v2'
        ? 'Remove what matches null from origins: *:*, *:80, null:80 and null:*'
        : 'Remove "null" from cors.origin and allowRequest; give apps that are loaded from files a scheme of their own, such as app://chat.',
  }),
  JSONP_OPEN: entry<Stranger>('danger', 'none', {
    message: ({ origin }) =>
      `A script on any page (tested with ${origin === 'null' ? 'a page that sends no Referer' : origin}) can open a session and read it by JSONP (j=0). CORS does not apply to scripts.`,
    remedy: guard,
  }),
  ANY_ORIGIN_ADMITTED: entry<Stranger>('warning', 'none', {
    message: ({ origin }) =>
      `Any page (tested with ${origin}) may open sessions and read them over polling, without cookies.`,
    remedy: (at) =>
      `Nothing, if the service is public and does not use cookies. Otherwise list your origins. ${guard(at)}`,
  }),
  MISSING_VARY_ORIGIN: entry<{ needed: SettingsNeeded }>('warning', 'none', {
    message: () =>
      'Access-Control-Allow-Origin depends on the page, but the answer says neither Vary: Origin nor Cache-Control: no-store: a cache may give one page the answer meant for another.',
    remedy: ({ needed }) =>
      needed.generation === 'v2'
        ? 'Keep caches and CDNs off the Socket.IO path, or let the proxy add Vary: Origin. v2 never sends it.'
        : 'Make cors.origin an array or a function, so that v4 sends Vary: Origin, and let no proxy remove it.',
  }),
} as const;

/** Everything that the doctor reports, in the order in which it does. */
export const doctorCatalogue = {
  ...reachabilityCatalogue,
  ...proxyCatalogue,
  ...pageCatalogue,
  ...browserCatalogue,
  ...opennessCatalogue,
} as const;

/** The code of a diagnosis. */
export type DiagnosisCode = keyof typeof doctorCatalogue;

/** The values that the texts of a code mention. */
export type DiagnosisArgs<Code extends DiagnosisCode> = Parameters<
  (typeof doctorCatalogue)[Code]['message']
>[0];
