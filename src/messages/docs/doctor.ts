import type { DiagnosisCode } from '../../doctor/catalogue.js';
import type { CodeDoc } from './code-doc.js';

/** Documentation of the doctor's diagnoses. */
export const doctorDocs: Readonly<Record<DiagnosisCode, CodeDoc>> = {
  ANY_ORIGIN_ADMITTED: {
    summary: 'Any page may open sessions and read them over polling, though without cookies.',
    cause:
      'Any page may open sessions and read them over polling, though without cookies. WebSocket and JSONP carry cookies nevertheless.',
    v2: 'It let every page in with credentials by default.',
    v4: "`origin: '*'` does that, and so does `cors` without an `origin`.",
    fix: 'Nothing, if the service is public and knows no cookies. Else name your origins.',
  },
  CORSAllowOriginNotMatchingOrigin: {
    summary: "The header names another origin than the page's.",
    cause:
      "The header names another origin than the page's. They are compared letter for letter: `https://example.com:443` and `https://example.com/` are others.",
    v2: 'It sent back what the page sent; a preflight handler sends what it likes.',
    v4: 'An array or a function sends back what matches; a string is sent to everybody as it is.',
    fix: 'Write the origin as the browser sends it, in an array.',
  },
  CORSDidNotSucceed: {
    summary: 'One request broke off or was not answered in time, though others were.',
    cause: 'One request broke off or was not answered in time, though others were.',
    v2: 'A request was answered, or the server did not live.',
    v4: 'The same.',
    fix: "Look at the logs of the server and the proxy for that request; a proxy's time-out has to be longer than `pingInterval`.",
  },
  CORSExternalRedirectNotAllowed: {
    summary:
      'The answer is a redirect: from http to https, to another host, to a path with or without a slash.',
    cause:
      'The answer is a redirect: from http to https, to another host, to a path with or without a slash. Browsers follow none for a preflight or a WebSocket, and turn a POST into a GET.',
    v2: 'It never redirects; a proxy or a middleware does.',
    v4: 'The same.',
    fix: 'Give the client the final address.',
  },
  CORSInvalidAllowHeader: {
    summary: "`Access-Control-Allow-Headers` holds something that is no header's name.",
    cause:
      "`Access-Control-Allow-Headers` holds something that is no header's name. The names are parted by commas.",
    v2: 'What the preflight handler wrote was sent.',
    v4: '`allowedHeaders` is sent as it is, where it is a string.',
    fix: 'Write an array.',
  },
  CORSInvalidAllowMethod: {
    summary: '`Access-Control-Allow-Methods` holds something that is no method.',
    cause:
      '`Access-Control-Allow-Methods` holds something that is no method. The methods are parted by commas.',
    v2: 'What the preflight handler wrote was sent.',
    v4: '`methods` is sent as it is, where it is a string.',
    fix: 'Write an array.',
  },
  CORSMethodNotFound: {
    summary: '`Access-Control-Allow-Methods` does not name the method.',
    cause:
      '`Access-Control-Allow-Methods` does not name the method. GET and POST, which Socket.IO uses, need no mention, so no client of Socket.IO runs into it.',
    v2: 'What the preflight handler wrote was sent.',
    v4: 'All methods are allowed unless `methods` says otherwise.',
    fix: 'Name the method.',
  },
  CORSMissingAllowCredentials: {
    summary:
      'The client asks with credentials, and `Access-Control-Allow-Credentials` is missing or something else than `true`: `True` is not `true`, and sent twice it is not `true` either.',
    cause:
      'The client asks with credentials, and `Access-Control-Allow-Credentials` is missing or something else than `true`: `True` is not `true`, and sent twice it is not `true` either.',
    v2: 'It always sent it; a preflight handler has to.',
    v4: 'It sends it with `credentials: true` only.',
    fix: '`credentials: true`.',
  },
  CORSMissingAllowHeaderFromPreflight: {
    summary: 'The client adds a header that `Access-Control-Allow-Headers` does not name.',
    cause:
      'The client adds a header that `Access-Control-Allow-Headers` does not name. `*` is a wildcard without credentials only, and by the Fetch standard never stands for `Authorization`.',
    v2: 'What the preflight handler wrote was sent.',
    v4: 'The headers that are asked for are allowed, unless `allowedHeaders` says otherwise.',
    fix: 'Name the header.',
  },
  CORSMissingAllowOrigin: {
    summary: 'The answer has no `Access-Control-Allow-Origin`.',
    cause:
      'The answer has no `Access-Control-Allow-Origin`. Either nothing sends it, or what answers is not the server that would.',
    v2: 'It sent the header by itself to every origin that it admitted. For preflights it did so only with a handler.',
    v4: 'It sends no header without `cors`.',
    fix: 'Name the origins in `cors.origin`.',
  },
  CORSMultipleAllowOriginNotAllowed: {
    summary: 'The header comes twice, or names several origins.',
    cause:
      'The header comes twice, or names several origins. Mostly a proxy or a middleware adds its own to that of Socket.IO; even the same value twice is refused.',
    v2: 'It sent one.',
    v4: 'It sends one. A string with several origins is sent as it is.',
    fix: 'Let Socket.IO alone set it; write several origins as an array.',
  },
  CORSNotSupportingCredentials: {
    summary:
      "`Access-Control-Allow-Origin` is `*`, and the client asks with credentials (`withCredentials: true`, the default of v2's clients).",
    cause:
      "`Access-Control-Allow-Origin` is `*`, and the client asks with credentials (`withCredentials: true`, the default of v2's clients). The wildcard does not count then.",
    v2: 'It always sent the origin itself; a preflight handler may send `*`.',
    v4: "`origin: '*'` is sent as it is; so it is where `cors` names no `origin`.",
    fix: 'Name the origins; or let the client do without credentials.',
  },
  CORSPreflightDidNotSucceed: {
    summary:
      'The client adds headers, so the browser asks first, by OPTIONS, and the answer is no 2xx: a server without a handler, a proxy that wants a password, a route that knows no OPTIONS.',
    cause:
      'The client adds headers, so the browser asks first, by OPTIONS, and the answer is no 2xx: a server without a handler, a proxy that wants a password, a route that knows no OPTIONS.',
    v2: 'Without `handlePreflightRequest` it answered the preflight of a handshake by 400.',
    v4: '`cors` answers by 204.',
    fix: 'Name the headers in `allowedHeaders`. Let preflights through to Socket.IO: they carry no credentials.',
  },
  CORSRequestNotHttp: {
    summary:
      'The client was given a URL of another scheme than `http` and `https`, or the page was opened from a file.',
    cause:
      'The client was given a URL of another scheme than `http` and `https`, or the page was opened from a file.',
    v2: 'Nothing: no request reaches the server.',
    v4: 'The same.',
    fix: 'Give the client the URL of the server, and serve the page by HTTP.',
  },
  EIO3_NOT_SPOKEN: {
    summary: 'The server speaks protocol 4 of Engine.IO alone.',
    cause:
      'The server speaks protocol 4 of Engine.IO alone. Clients of v1 and v2 get code 5, "Unsupported protocol version"; over WebSocket the connection opens and closes.',
    v2: 'It spoke protocol 3.',
    v4: 'It speaks protocol 4, and from 3.1.0 on protocol 3 as well, if it is told to.',
    fix: 'While clients of v2 are out there, `allowEIO3: true`.',
  },
  EIO4_NOT_SPOKEN: {
    summary: 'The server speaks protocol 3 of Engine.IO alone, so it is Socket.IO v2 or older.',
    cause:
      'The server speaks protocol 3 of Engine.IO alone, so it is Socket.IO v2 or older. Clients of v3 and v4 do not connect.',
    v2: 'It spoke protocol 3.',
    v4: 'It speaks protocol 4.',
    fix: 'Upgrade the server first, with `allowEIO3: true`, then the clients.',
  },
  FOREIGN_ORIGIN_WITH_CREDENTIALS: {
    summary:
      "Any origin is reflected, with `Access-Control-Allow-Credentials: true`: any site opens sessions with its visitors' cookies, and reads the answers.",
    cause:
      "Any origin is reflected, with `Access-Control-Allow-Credentials: true`: any site opens sessions with its visitors' cookies, and reads the answers.",
    v2: 'That was its default.',
    v4: 'It takes `origin: true` with `credentials: true`, or a proxy that reflects.',
    fix: 'Name your origins, and check them in `allowRequest`.',
  },
  HANDSHAKE_REFUSED: {
    summary:
      'The server refuses the handshake of a page that is meant to get in: `origins` or `allowRequest` says no.',
    cause:
      'The server refuses the handshake of a page that is meant to get in: `origins` or `allowRequest` says no. Over polling that is HTTP 403 with code 4; over WebSocket HTTP 400.',
    v2: 'A 403 carries no CORS headers, so browsers speak of a missing `Access-Control-Allow-Origin`. v2 compares with the port written out.',
    v4: '`cors` has set its headers by then, so the refusal can be read by the origins that it names.',
    fix: 'Let the list name the origin: with its port for v2, as the browser sends it for v4.',
  },
  JSONP_OPEN: {
    summary: 'A `<script>` of any page opens a session by JSONP (`?j=0`) and reads it.',
    cause:
      'A `<script>` of any page opens a session by JSONP (`?j=0`) and reads it. A script carries no `Origin`, at most a `Referer`, and CORS does not apply to it.',
    v2: '`origins` looked at the `Referer` where there was no `Origin`, and refused where there was neither.',
    v4: 'It still answers JSONP.',
    fix: 'Let `allowRequest` look at the `Referer` as well, and refuse where there is neither.',
  },
  MISSING_VARY_ORIGIN: {
    summary:
      '`Access-Control-Allow-Origin` depends on who asks, and no `Vary: Origin` says so: a cache in between may give one page the answer that was meant for another.',
    cause:
      '`Access-Control-Allow-Origin` depends on who asks, and no `Vary: Origin` says so: a cache in between may give one page the answer that was meant for another.',
    v2: 'It never sent `Vary`.',
    v4: 'The `cors` package sends it wherever the origin is not `*`.',
    fix: 'Let no proxy take it away, and no cache keep what is under `/socket.io/`.',
  },
  MIXED_CONTENT: {
    summary: 'The page is served by https and asks a server by http.',
    cause:
      'The page is served by https and asks a server by http. Browsers let none of it through, except to the machine itself.',
    v2: 'Nothing: no request reaches the server.',
    v4: 'The same.',
    fix: 'Serve Socket.IO by https.',
  },
  NO_ANSWER: {
    summary: 'Connections are taken, but no HTTP answer comes.',
    cause:
      'Connections are taken, but no HTTP answer comes. A server with nothing but Socket.IO on it does that at every other path than its own.',
    v2: 'It let requests at other paths hang, unless the HTTP server had listeners of its own.',
    v4: 'The same.',
    fix: 'Check `path` on both sides; check that the port speaks HTTP.',
  },
  NOT_REACHABLE: {
    summary: 'Nobody takes connections at that host and port, or the name is unknown.',
    cause:
      'Nobody takes connections at that host and port, or the name is unknown. Browsers report it as a CORS failure without a status, which sends people looking for headers.',
    v2: 'Nothing: no request reaches the server.',
    v4: 'The same.',
    fix: 'Start the server; let it listen on an address that others reach; open the port.',
  },
  NOT_SOCKET_IO: {
    summary:
      'Something else answers: the page of a proxy or a CDN, a development server, an Express app that Socket.IO is not attached to.',
    cause:
      'Something else answers: the page of a proxy or a CDN, a development server, an Express app that Socket.IO is not attached to.',
    v2: 'Nothing: the request does not reach it.',
    v4: 'The same.',
    fix: 'Pass the path on to Node, and attach Socket.IO to the HTTP server that listens.',
  },
  NULL_ORIGIN_WITH_CREDENTIALS: {
    summary: 'Pages with the origin `null` get in with credentials.',
    cause:
      'Pages with the origin `null` get in with credentials. Any site makes one: a sandboxed frame, a `data:` URL.',
    v2: '`*:80`, `null:80` and `null:*` matched it.',
    v4: "An entry `'null'` admits it.",
    fix: 'Take it out.',
  },
  PROTOCOLS_NOT_SHOWN: {
    summary: 'Every handshake was refused, and a server refuses before it looks at the protocol.',
    cause:
      'Every handshake was refused, and a server refuses before it looks at the protocol. By its headers it is v3 or v4; whether clients of v2 may connect to it (`allowEIO3`) cannot be seen from outside.',
    v2: 'It refused in the same way, with other headers.',
    v4: '`allowRequest` comes first, the protocol after it.',
    fix: 'Ask for a page that the server lets in, by `--origin`.',
  },
  REQUEST_REFUSED: {
    summary:
      'Engine.IO refuses the request, by another code than 4: a middleware or a `cors.origin` function called back an error (code 3, from engine.io 6.4.2 on), or something on the way changed the request.',
    cause:
      'Engine.IO refuses the request, by another code than 4: a middleware or a `cors.origin` function called back an error (code 3, from engine.io 6.4.2 on), or something on the way changed the request.',
    v2: 'Codes 0 to 3 were HTTP 400, readable for every page.',
    v4: '`cors.origin` that calls back an error ends the request, WebSocket included.',
    fix: 'Call back `false` instead of an error.',
  },
  SERVER_BEHIND_PROXY_DOWN: {
    summary: 'A proxy answers by 502, 503 or 504, because the server behind it does not answer.',
    cause: 'A proxy answers by 502, 503 or 504, because the server behind it does not answer.',
    v2: 'Nothing: the request does not reach it.',
    v4: 'The same.',
    fix: 'Start the server; check the host and port that the proxy passes on to.',
  },
  SESSION_UNKNOWN: {
    summary:
      'The POST reached another process than the one that opened the session (code 1): several stand behind one address.',
    cause:
      'The POST reached another process than the one that opened the session (code 1): several stand behind one address.',
    v2: 'The same.',
    v4: 'The same.',
    fix: 'Sticky routing, or WebSocket alone.',
  },
  TLS_FAILED: {
    summary:
      'Somebody listens there, but no encrypted connection comes about: the certificate is not trusted, is for another name, or has expired; or the port speaks plain HTTP.',
    cause:
      'Somebody listens there, but no encrypted connection comes about: the certificate is not trusted, is for another name, or has expired; or the port speaks plain HTTP.',
    v2: 'Nothing: no request reaches the server.',
    v4: 'The same.',
    fix: 'Serve a certificate for that name, with its chain. For a private authority, tell the doctor by `NODE_EXTRA_CA_CERTS`.',
  },
  TRANSPORT_DISABLED: {
    summary: 'The server does without polling or without WebSocket (code 0, "Transport unknown").',
    cause: 'The server does without polling or without WebSocket (code 0, "Transport unknown").',
    v2: 'The same.',
    v4: 'The same.',
    fix: 'Nothing, if that is meant: then clients name the other in their `transports`.',
  },
  WEBSOCKET_FAILED: {
    summary:
      'The WebSocket does not open, or closes at once, or speaks something else than Engine.IO: mostly a second `upgrade` listener on the same HTTP server.',
    cause:
      'The WebSocket does not open, or closes at once, or speaks something else than Engine.IO: mostly a second `upgrade` listener on the same HTTP server.',
    v2: 'The same.',
    v4: 'The same.',
    fix: 'Let each listener answer for its own path only.',
  },
  WEBSOCKET_NOT_PASSED_ON: {
    summary:
      'The WebSocket handshake is answered like a plain request: a proxy does not pass the upgrade on.',
    cause:
      'The WebSocket handshake is answered like a plain request: a proxy does not pass the upgrade on. Clients stay on polling.',
    v2: 'The same.',
    v4: 'The same.',
    fix: 'Let the proxy pass the upgrade on.',
  },
  WEBSOCKET_OPEN_TO_ANY_ORIGIN: {
    summary: '`cors` names the pages that may read over HTTP.',
    cause:
      '`cors` names the pages that may read over HTTP. WebSockets are not subject to CORS, so any site opens one, in the name of a visitor who is logged in to yours.',
    v2: '`origins` refused the handshake over WebSocket as well.',
    v4: '`cors` refuses nobody.',
    fix: 'Check the origin in `allowRequest`.',
  },
  WRONG_PATH: {
    summary: 'The Socket.IO server is at another path of that host.',
    cause:
      'The Socket.IO server is at another path of that host. The path of a URL that is given to `io()` names a namespace, not a path.',
    v2: 'It compared the beginning of the URL with its `path`, `/socket.io/` by default.',
    v4: 'The same.',
    fix: 'Give the client the path as `path`.',
  },
};
