import { entry } from './message.js';
import { type ProxyName, proxyFix } from './proxies.js';
import { type SettingsNeeded, v2Handler, v2Origins, v4Cors } from './server-settings.js';

/** The parts of a browser's message. */
export interface Complaint {
  readonly url: string;
  readonly origin: string;
  readonly isPreflight: boolean;
}

/** Pages that are blocked, and what would let them in. */
export interface Blocked extends Complaint {
  /** `https://example.com (polling GET, preflight)` */
  readonly pages: string;
  readonly status: number;
  readonly needed: SettingsNeeded;
}

export interface Value {
  readonly value: string;
}

/** From the `security.properties` of Firefox 153 ESR; a test holds the texts. */
function firefox({ url }: Pick<Complaint, 'url'>, reason: string, status?: number): string {
  const code = status === undefined ? '' : ` Status code: ${status === 0 ? '(null)' : status}.`;
  return `Firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reason}).${code}`;
}

/** From Chromium's `cors_error_string.cc`; Chrome, Edge and Opera print the same. */
function chrome({ url, origin, isPreflight }: Complaint, sentence: string): string {
  const prefix = isPreflight ? "Response to preflight request doesn't pass access control check: " : '';
  return `Chrome: Access to XMLHttpRequest at '${url}' from origin '${origin}' has been blocked by CORS policy: ${prefix}${sentence}`;
}

const WITH_CREDENTIALS =
  'The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.';

/** Of a preflight: the option that answers it, on either generation. */
const allowPreflight = ({ needed }: Blocked): string =>
  needed.generation === 'v2'
    ? `v2 needs a handler for preflights:\n${v2Handler(needed)}`
    : `On the server:\n  ${v4Cors(needed)}`;

/** `headers` only matter to preflights. */
const cors = ({ isPreflight, needed }: Blocked): string =>
  `  ${v4Cors(isPreflight ? needed : { ...needed, headers: [] })}`;

/** On v2, `origins` decides about GET and POST, and the handler about preflights. */
const allowPage = (at: Blocked, intro: string): string => {
  if (at.needed.generation !== 'v2') return `${intro}\n${cors(at)}`;
  return at.isPreflight
    ? allowPreflight(at)
    : `On the server (v2 sends the header itself):\n  ${v2Origins(at.needed)}`;
};

/** The setting and a proxy leave the same traces. */
export interface Undecided {
  readonly proxy: ProxyName | undefined;
}

/** Both fixes; the proxy's first if one is known to be there. */
function settingOrProxy(
  { url, origin, proxy }: Blocked & Undecided,
  setting: string,
  problem: 'DROPS_ORIGIN' | 'CHANGES_ALLOW_ORIGIN',
): string {
  const find = `To find out, ask the server past the proxy: npx socket.io-cors-compat compare http://127.0.0.1:PORT ${url.replace(/\?.*/, '')} --origin ${origin}`;
  return proxy === undefined
    ? `${setting}\nIf the server already has this setting, a proxy changes the header or the Origin. ${find}`
    : `If the server lists the page already, ${proxy} is the cause:\n${proxyFix(problem, proxy)}\n${problem === 'DROPS_ORIGIN' ? `${proxyFix('CHANGES_ALLOW_ORIGIN', proxy)}\n` : ''}Otherwise: ${setting}\n${find}`;
}

/** The header is sent twice, so something else sets it as well. */
const SECOND_HEADER =
  'Look for a proxy (nginx `add_header`, Apache `Header`) or a middleware (Express `cors()`) that adds a header of its own, and remove it: only Socket.IO should set it.';

const WITHOUT_CREDENTIALS =
  'Or let the client send no credentials: withCredentials: false (ask again with --no-credentials).';

/**
 * The failures that browsers name, by the names of Firefox's catalogue:
 * https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors
 */
export const browserCatalogue = {
  CORSExternalRedirectNotAllowed: entry<Blocked & { location: string | null; isOtherPath: boolean }>(
    'danger',
    'none',
    {
      message: (at) =>
        `Blocked: ${at.pages}. The answer is a redirect (HTTP ${at.status}) to ${at.location ?? 'nowhere'}${at.isOtherPath ? ', which is another path (of a login page, for example)' : ''}. Browsers follow no redirect for preflights and WebSockets; whether a plain GET succeeds depends on the other address, which was not asked.\n${firefox(at, 'CORS request external redirect not allowed')}\n${chrome({ ...at, isPreflight: true }, 'Redirect is not allowed for a preflight request.')}`,
      remedy: ({ location, isOtherPath }) =>
        `${isOtherPath ? 'If it is a login gateway, let requests under the Socket.IO path past it (preflights never carry cookies, and cross-site requests often do not), and check the session in allowRequest or in a middleware. Otherwise: ' : ''}Give the client the final address${location === null || isOtherPath ? '' : ` (${location})`}. Usual differences: the scheme (https), the host (with or without www) and the slash at the end of the path.`,
    },
  ),
  CORSMissingAllowOrigin: entry<
    Blocked &
      Undecided & {
        hasCors: boolean;
        /** Whether WebSockets show that the Origin of requests arrives. */
        isOriginSeen: boolean;
      }
  >('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. The answer (HTTP ${at.status}) has no Access-Control-Allow-Origin header.${at.hasCors ? ` The server has cors (the answer says Vary: Origin), but either no entry equals this origin, or a proxy drops ${at.isOriginSeen ? 'the header of the answer (not the Origin of the request, because WebSockets are decided by it)' : 'the Origin of the request or the header of the answer'}.` : ''}\n${firefox(at, 'CORS header ‘Access-Control-Allow-Origin’ missing', at.status)}\n${chrome(at, "No 'Access-Control-Allow-Origin' header is present on the requested resource.")}`,
    remedy: (at) =>
      at.hasCors
        ? settingOrProxy(
            at,
            `Add the origin exactly as the browser writes it:\n${cors(at)}`,
            at.isOriginSeen ? 'CHANGES_ALLOW_ORIGIN' : 'DROPS_ORIGIN',
          )
        : allowPage(at, 'From v3 on, Socket.IO sends the header only if it is given cors:'),
  }),
  CORSNotSupportingCredentials: entry<Blocked & Undecided>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Origin is "*", which does not allow requests with credentials.\n${firefox({ url: `‘${at.url}’` }, 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’')}\n${chrome(at, `The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. ${WITH_CREDENTIALS}`)}`,
    remedy: (at) =>
      at.isPreflight || at.needed.generation === 'v2'
        ? `${allowPage(at, 'Name the origins:')}\n${WITHOUT_CREDENTIALS}`
        : settingOrProxy(
            at,
            `Name the origins:\n${cors(at)}\n${WITHOUT_CREDENTIALS}`,
            'CHANGES_ALLOW_ORIGIN',
          ),
  }),
  CORSMissingAllowCredentials: entry<Blocked & { value: string | null }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Credentials ${at.value === null ? 'is missing' : `is "${at.value}"`}, and only "true" allows credentials.\n${firefox(at, 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’')}\n${chrome(at, `The value of the 'Access-Control-Allow-Credentials' header in the response is '${at.value ?? ''}' which must be 'true' when the request's credentials mode is 'include'. ${WITH_CREDENTIALS}`)}`,
    remedy: (at) => `${allowPage(at, 'Add credentials: true:')}\n${WITHOUT_CREDENTIALS}`,
  }),
  CORSMultipleAllowOriginNotAllowed: entry<Blocked & Value>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. Access-Control-Allow-Origin has several values ("${at.value}"), or was sent twice.\n${firefox(at, 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed')}\n${chrome(at, `The 'Access-Control-Allow-Origin' header contains multiple values '${at.value}', but only one is allowed.`)}`,
    remedy: (at) =>
      `${SECOND_HEADER}\n${allowPage(at, 'Several origins are an array in cors.origin, not one string:')}`,
  }),
  CORSAllowOriginNotMatchingOrigin: entry<Blocked & Undecided & Value & { chrome: string }>(
    'danger',
    'none',
    {
      message: (at) =>
        `Blocked: ${at.pages}. Access-Control-Allow-Origin is "${at.value}", and has to equal "${at.origin}" exactly: no default port, no slash at the end, lower case.\n${firefox(at, `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${at.value}’`)}\n${chrome(at, at.chrome)}`,
      remedy: (at) =>
        at.needed.generation === 'v2'
          ? allowPage(at, '')
          : settingOrProxy(
              at,
              `An array sends the origin that matches; a string is sent to every page as it is:\n${cors(at)}`,
              'CHANGES_ALLOW_ORIGIN',
            ),
    },
  ),
  CORSPreflightDidNotSucceed: entry<Blocked>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. ${at.status === 0 ? 'OPTIONS got no answer' : `The answer to OPTIONS is HTTP ${at.status}`}; browsers need 200 to 299 before they send the client's headers (${at.needed.headers.join(', ')}).\n${firefox(at, 'CORS preflight response did not succeed', at.status)}\n${chrome(at, 'It does not have HTTP ok status.')}`,
    remedy: (at) =>
      `${allowPreflight(at)}\nIf a proxy answers OPTIONS, or wants a password for it, let it pass: preflights carry no credentials.`,
  }),
  CORSInvalidAllowMethod: entry<Blocked & { token: string }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. "${at.token}" in Access-Control-Allow-Methods is not a method; methods are separated by commas.\n${firefox(at, `invalid token ‘${at.token}’ in CORS header ‘Access-Control-Allow-Methods’`)}\n${chrome({ ...at, isPreflight: false }, 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.')}`,
    remedy: (at) => `${allowPreflight(at)}\nmethods, if given, is an array: ["GET", "POST"].`,
  }),
  CORSInvalidAllowHeader: entry<Blocked & { token: string }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. "${at.token}" in Access-Control-Allow-Headers is not a header name; names are separated by commas.\n${firefox(at, `invalid token ‘${at.token}’ in CORS header ‘Access-Control-Allow-Headers’`)}\n${chrome({ ...at, isPreflight: false }, 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.')}`,
    remedy: allowPreflight,
  }),
  CORSMethodNotFound: entry<Blocked & { method: string }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. ${at.method} is not in Access-Control-Allow-Methods.\n${firefox(at, 'Did not find method in CORS header ‘Access-Control-Allow-Methods’')}\n${chrome({ ...at, isPreflight: false }, `Method ${at.method} is not allowed by Access-Control-Allow-Methods in preflight response.`)}`,
    remedy: allowPreflight,
  }),
  CORSMissingAllowHeaderFromPreflight: entry<Blocked & { header: string }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. The client sends "${at.header}", and Access-Control-Allow-Headers does not name it.\n${firefox(at, `header ‘${at.header}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`)}\n${chrome({ ...at, isPreflight: false }, `Request header field ${at.header} is not allowed by Access-Control-Allow-Headers in preflight response.`)}`,
    remedy: allowPreflight,
  }),
  CORSDidNotSucceed: entry<Blocked & { code: string }>('danger', 'none', {
    message: (at) =>
      `Blocked: ${at.pages}. The connection broke off, or the answer was not complete in time: ${at.code}.\n${firefox(at, 'CORS request did not succeed', 0)}`,
    remedy: () => "Look at the server's and the proxy's logs for that request: other requests were answered.",
  }),
} as const;
