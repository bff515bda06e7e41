import { firefoxSays } from './browsers.js';
import { entry, type None } from './message.js';
import { atPathOf, type Proxied, proxyFix } from './proxies.js';

export interface Server {
  readonly url: string;
}

/** An answer that is not from Socket.IO. */
export interface Answered extends Server {
  readonly who: string;
  readonly status: number;
}

export interface NoAnswer extends Server {
  readonly code: string;
  readonly detail: string;
}

const NO_STATUS =
  'Browsers report it as a CORS failure without a status.\nFirefox: (Reason: CORS request did not succeed). Status code: (null).';

/** Is anything there, is it a Socket.IO server, and which clients can talk to it? */
export const reachabilityCatalogue = {
  CORSRequestNotHttp: entry<Server & { protocol: string }>('danger', 'none', {
    message: ({ url, protocol }) =>
      `${url} is a URL of "${protocol}", and CORS only works with http and https.\n${firefoxSays(url, 'CORS request not http')}`,
    remedy: () =>
      'Give the client the URL of the server: io("https://api.example.com"). Serve the page over HTTP too, not from a file.',
  }),
  NOT_REACHABLE: entry<NoAnswer>('danger', 'none', {
    message: ({ url, code, detail }) => {
      const { seen, chrome } = UNREACHABLE[code] ?? {
        seen: () => 'The server could not be reached',
        chrome: 'net::ERR_CONNECTION_REFUSED or similar',
      };
      return `${seen(new URL(url))} (${url}): ${code}${detail}. ${NO_STATUS}\nChrome: ${chrome}`;
    },
    remedy: ({ code }) =>
      UNREACHABLE[code]?.fix ??
      'Check host and port, that the server is running, and that no firewall is in between.',
  }),
  TLS_FAILED: entry<NoAnswer>('danger', 'none', {
    message: ({ url, code, detail }) =>
      `The port is open at ${url}, but the TLS handshake failed: ${code}${detail}. ${NO_STATUS}\nChrome: net::ERR_CERT_… or net::ERR_SSL_…`,
    remedy: () =>
      'Use http:// if the port does not use TLS. Otherwise serve a certificate for this host, with its chain, that browsers trust. For a private authority, set NODE_EXTRA_CA_CERTS when you run this command.',
  }),
  NO_HTTP_RESPONSE: entry<NoAnswer>('danger', 'none', {
    message: ({ url, code, detail }) =>
      `A server accepts connections at ${url}, but sends no HTTP answer: ${code}${detail}.\nFirefox: (Reason: CORS request did not succeed). Status code: (null).\nChrome: net::ERR_EMPTY_RESPONSE, or nothing until a time-out.`,
    remedy: ({ code }) =>
      // From Node's HTTP parser, llhttp.
      code.startsWith('HPE_')
        ? 'The answer is not valid HTTP, although some browsers accept it. Check what writes the headers: a proxy or a hand-written server.'
        : 'A server with only Socket.IO never answers at another path: check the `path` of both sides. Check too that the port speaks HTTP and that the process is not stuck.',
  }),
  PLAIN_HTTP_TO_TLS_PORT: entry<Server & { secureUrl: string }>('danger', 'none', {
    message: ({ url }) =>
      `The port at ${url} expects TLS, but the request was plain http. ${NO_STATUS}\nChrome: net::ERR_EMPTY_RESPONSE or net::ERR_CONNECTION_RESET`,
    remedy: ({ secureUrl }) => `Use https:// (and wss://) in the client's URL: ${secureUrl}`,
  }),
  PATH_NOT_PASSED_ON: entry<Proxied>('danger', 'none', {
    message: ({ url }) => {
      const { pathname } = new URL(url);
      return `A proxy cuts ${pathname} off before it passes requests on: a Socket.IO server answers if the path is sent twice (${pathname}${pathname.slice(1)}).`;
    },
    remedy: (at) => `Pass the path on unchanged:\n${proxyFix('CUTS_PATH', at)}`,
  }),
  WRONG_PATH: entry<Server & { path: string }>('danger', 'none', {
    message: ({ url, path }) =>
      `No Socket.IO server answers at ${url}, but one answers at ${path} on the same host.`,
    remedy: ({ url, path }) =>
      `Give the client that path: io(url, { path: "${path}" }). Or change the server's: { path: "${new URL(url).pathname}" }. The path of a URL given to io() names a namespace. To ask this server: --path ${path}`,
  }),
  SERVER_BEHIND_PROXY_DOWN: entry<Answered>('danger', 'none', {
    message: ({ url, who, status }) =>
      `A proxy answers at ${url}, and the server behind it does not: ${who}, HTTP ${status}.`,
    remedy: () =>
      'Start the Node server, and check the host and port that the proxy passes requests to (in a container, 127.0.0.1 is the container itself).',
  }),
  NOT_SOCKET_IO: entry<
    Answered & {
      /** Whether the answer contains the packet that Socket.IO begins with. */
      isChanged: boolean;
      /** Whether WebSockets do reach Socket.IO. */
      isPollingOnly: boolean;
    }
  >('danger', 'none', {
    message: ({ url, who, status, isChanged, isPollingOnly }) =>
      isPollingOnly
        ? `WebSockets reach Socket.IO at ${url}, but polling does not: it is answered by ${who}, HTTP ${status}. Clients begin with polling.`
        : isChanged
          ? `The answer at ${url} contains Socket.IO's first packet, but does not begin with it: a proxy or a middleware changes the body (${who}, HTTP ${status}).`
          : `The answer at ${url} is not from a Socket.IO server, but from ${who}, HTTP ${status}.`,
    remedy: ({ url, isChanged, isPollingOnly }) =>
      isPollingOnly
        ? atPathOf(
            url,
            'Let the proxy pass on all requests under the path, not only upgrades:\n- HAProxy: choose the backend by path, `use_backend node if { path_beg /socket.io/ }`, not by `hdr(Upgrade)`\n- nginx: `location /socket.io/ { proxy_pass …; }` without an `if` for $http_upgrade\n- Apache: `ProxyPass /socket.io/ http://127.0.0.1:3000/socket.io/` next to the rule for ws://\nOr let clients use transports: ["websocket"].',
          )
        : isChanged
          ? 'Let nothing change the answers under the Socket.IO path: nginx `sub_filter`, for example, or a tool that adds a script.'
          : atPathOf(
              url,
              'Check host and port, and the path: if the server has the option `path`, give it to --path. Behind a proxy, pass the path on to Node: nginx `location /socket.io/ { proxy_pass …; }`. In Express, give Socket.IO the HTTP server that listens: `httpServer = createServer(app)`, and `httpServer.listen()`, not `app.listen()`.',
            ),
  }),
  EIO3_UNSUPPORTED: entry<None>('info', 'none', {
    message: () =>
      'The server only speaks Engine.IO protocol 4: clients of v3 and v4 can connect, clients of v1 and v2 cannot.',
    remedy: () => 'If clients of v2 are still in use, set allowEIO3: true (from 3.1.0 on).',
  }),
  EIO4_UNSUPPORTED: entry<None>('info', 'none', {
    message: () =>
      'The server only speaks Engine.IO protocol 3, so it is Socket.IO v2 or older: clients of v1 and v2 can connect, clients of v3 and v4 cannot.',
    remedy: () => 'Upgrade the server first, with allowEIO3: true, then the clients.',
  }),
  PROTOCOL_UNKNOWN: entry<None>('info', 'none', {
    message: () =>
      'The server refused every handshake before it looked at the protocol. By its headers it is v3 or v4; whether clients of v2 may connect (allowEIO3) cannot be seen.',
    remedy: () => 'Ask again for a page that the server allows: --origin https://example.com',
  }),
} as const;

interface Unreachable {
  readonly seen: (url: URL) => string;
  readonly chrome: string;
  readonly fix: string;
}

/** The meaning of Node's error codes, with Chrome's name for each. */
const UNREACHABLE: Readonly<Record<string, Unreachable | undefined>> = {
  ENOTFOUND: {
    seen: ({ hostname }) => `There is no host named ${hostname}`,
    chrome: 'net::ERR_NAME_NOT_RESOLVED',
    fix: 'Check the spelling of the host name, and that it has a DNS record.',
  },
  EAI_AGAIN: {
    seen: ({ hostname }) => `No DNS server answered when ${hostname} was looked up`,
    chrome: 'net::ERR_NAME_NOT_RESOLVED',
    fix: 'Check the network connection and the DNS servers of this machine, then ask again.',
  },
  ECONNREFUSED: {
    seen: ({ host }) => `Nothing listens at ${host}`,
    chrome: 'net::ERR_CONNECTION_REFUSED',
    fix: 'Start the server and check the port. Check too which address the server listens on: inside a container it has to be 0.0.0.0, not 127.0.0.1.',
  },
};
