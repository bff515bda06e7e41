import type { browserCatalogue, browserOnlyCatalogue } from '../browsers.js';
import { type DetailsOf, v2Server, v4Server } from './details.js';

/** The values that the texts about a preflight mention. */
export const preflight = {
  pages: 'https://example.com (preflight)',
  isPreflight: true,
  needed: { generation: 'v4', origins: ['https://example.com'], headers: ['my-custom-header'] },
} as const;

/** The browsers' names for CORS failures. */
export const browserDocs: DetailsOf<typeof browserCatalogue & typeof browserOnlyCatalogue> = {
  CORSMissingAllowOrigin: {
    printed: ['is not allowed by Access-Control-Allow-Origin'],
    cause:
      "The server does not allow the page, or something that is not Socket.IO answered: a proxy's error page, another application, the wrong path.",
    v2: 'It sent the header to every origin that it allowed. A refused handshake (403) has none.',
    v4: 'It sends the header only with `cors`, and only to origins that `cors.origin` matches exactly.',
    fix: 'Check the same list in `allowRequest`. If something else answers, `npx socket.io-cors-compat doctor URL` names it (`NOT_SOCKET_IO`, `WRONG_PATH`, `SERVER_BEHIND_PROXY_DOWN`).',
    before: `const { Server } = require('socket.io');

const io = new Server(httpServer);`,
  },
  CORSNotSupportingCredentials: {
    printed: ['Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true'],
    cause:
      "The server has `cors.origin: '*'`, and the client sends credentials (`withCredentials: true`, the default of v2 clients).",
    v2: 'It sent back the origin of the page, so this only happened with a preflight handler that sent `*`.',
    v4: "`origin: '*'` is sent as it is, and it is the default of `cors: {}`.",
    before: v4Server("{ cors: { origin: '*' } }"),
  },
  CORSMissingAllowCredentials: {
    args: { value: null },
    cause: '`Access-Control-Allow-Credentials` is missing, or is something other than `true`.',
    v2: 'It always sent the header. A preflight handler had to send it itself.',
    v4: 'It sends the header only with `cors.credentials: true`.',
    before: v4Server("{ cors: { origin: ['https://example.com'] } }"),
  },
  CORSAllowOriginNotMatchingOrigin: {
    args: { value: 'https://example.com:443' },
    v2: 'It sent back the origin of the page. A preflight handler sent what you wrote.',
    v4: 'It sends a string as it is, to every page. An array or a function sends back the origin that matches.',
    before: v4Server("{ cors: { origin: 'https://example.com:443', credentials: true } }"),
  },
  CORSMultipleAllowOriginNotAllowed: {
    args: { value: 'https://example.com, http://localhost:3000' },
    cause: 'Two places set it. Or `cors.origin` is one string with several origins.',
    before: v4Server(`{
  cors: { origin: 'https://example.com, http://localhost:3000', credentials: true },
}`),
  },
  CORSPreflightDidNotSucceed: {
    printed: ['{"code":2,"message":"Bad handshake method"}', 'Bad handshake method'],
    args: { ...preflight, status: 400 },
    cause: 'The client adds headers (`extraHeaders`), so the browser sends a preflight first.',
    v2: 'Without `handlePreflightRequest` it answered 400.',
    v4: '`cors` answers preflights.',
    before: v2Server("{ origins: ['https://example.com:443'] }"),
  },
  CORSMissingAllowHeaderFromPreflight: {
    args: { ...preflight, value: 'my-custom-header' },
    cause: 'With credentials, `*` is not a wildcard, and it never includes `Authorization`.',
    v2: 'It sent what the preflight handler wrote.',
    before: v4Server(`{
  cors: { origin: ['https://example.com'], allowedHeaders: ['x-other'], credentials: true },
}`),
    v4: 'It sends `cors.allowedHeaders`. If that is not set, it allows every header that the browser asks for.',
  },
  CORSMethodNotFound: {
    args: { ...preflight, value: 'PUT' },
    cause: 'Socket.IO only uses GET and POST, which never need to be listed.',
  },
  CORSInvalidAllowMethod: {
    args: { ...preflight, value: 'GET POST' },
    before: v4Server(`{
  cors: { origin: ['https://example.com'], methods: 'GET POST', credentials: true },
}`),
  },
  CORSInvalidAllowHeader: {
    args: { ...preflight, value: 'my-custom-header x-other' },
    before: v4Server(`{
  cors: {
    origin: ['https://example.com'],
    allowedHeaders: 'my-custom-header x-other',
    credentials: true,
  },
}`),
  },
  CORSExternalRedirectNotAllowed: {
    args: { status: 302, location: 'https://www.api.example.com/socket.io/', isOtherPath: false },
    cause: 'The server or a proxy sends the client to another scheme, to or from `www.`, or adds a slash.',
    nginx: `location /socket.io/ {
  return 302 https://www.api.example.com$request_uri;
}`,
  },
};
