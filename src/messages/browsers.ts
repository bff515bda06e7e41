import { type Entry, entry, type None } from './message.js';
import { type Proxied, proxyFix } from './proxies.js';
import { type SettingsNeeded, v2Handler, v2Origins, v4Cors } from './server-settings.js';

/** Pages that are blocked, and the settings that would allow them. */
export interface Blocked {
  readonly url: string;
  readonly origin: string;
  readonly isPreflight: boolean;
  /** `https://example.com (polling GET, preflight)` */
  readonly pages: string;
  readonly status: number;
  readonly needed: SettingsNeeded;
}

/** A CORS failure that browsers name. A wrong setting and a proxy leave the same traces. */
export interface CorsFailure extends Blocked, Proxied {
  /** The header's value, the part of it that is wrong, the name that is missing, or the failure of the network. */
  readonly value: string | null;
}

/** From the `security.properties` of Firefox 153 ESR; a test holds the texts. */
export function firefoxSays(url: string, reason: string, status?: number): string {
  const code = status === undefined ? '' : ` Status code: ${status === 0 ? '(null)' : status}.`;
  return `Firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reason}).${code}`;
}

/** From Chromium's `cors_error_string.cc`; Chrome, Edge and Opera print the same. */
function chromeSays({ url, origin }: Blocked, sentence: string, isPreflight: boolean): string {
  const prefix = isPreflight ? "Response to preflight request doesn't pass access control check: " : '';
  return `Chrome: Access to XMLHttpRequest at '${url}' from origin '${origin}' has been blocked by CORS policy: ${prefix}${sentence}`;
}

interface Quoted {
  /** The finding, which goes on with ", so browsers block https://example.com." */
  readonly seen: string;
  readonly more?: string;
  readonly firefox: string;
  readonly chrome: string;
  /** The URL as Firefox writes it. */
  readonly url?: string;
  /** The status, which Firefox names for some failures only. */
  readonly status?: number;
  /** Whether Chrome says that the preflight did not pass its check. Default: if it is one. */
  readonly isCheck?: boolean;
  readonly remedy: string;
}

/** A failure that blocks pages, with what the browsers print. */
const blocking = <Args extends Blocked = CorsFailure>(quoted: (at: Args) => Quoted): Entry<Args> =>
  entry<Args>('danger', 'none', {
    message: (at) => {
      const { seen, more, firefox, chrome, url, status, isCheck } = quoted(at);
      return `${seen}, so browsers block ${at.pages}.${more ? ` ${more}` : ''}
${firefoxSays(url ?? at.url, firefox, status)}
${chromeSays(at, chrome, isCheck ?? at.isPreflight)}`;
    },
    remedy: (at) => quoted(at).remedy,
  });

const WITH_CREDENTIALS =
  'The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.';

/** The option that answers preflights, on either generation. */
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

/** Both fixes; the proxy's first if one is known to be there. */
function settingOrProxy(
  at: CorsFailure,
  setting: string,
  problem: 'DROPS_ORIGIN' | 'CHANGES_ALLOW_ORIGIN',
): string {
  const { url, origin, proxy, isPreflight, needed } = at;
  const { origin: host, pathname } = new URL(url);
  const flags = [
    `--origin ${origin}`,
    ...(isPreflight ? needed.headers.map((name) => `--header ${name}`) : []),
    ...(pathname === '/socket.io/' ? [] : [`--path ${pathname}`]),
  ];
  const find = `To find out, ask the server past the proxy: npx socket.io-cors-compat compare http://127.0.0.1:PORT ${host} ${flags.join(' ')}`;
  return proxy === undefined
    ? `${setting}\nIf the server already has this setting, a proxy changes the header or the Origin. ${find}`
    : `If the server lists the page already, ${proxy} is the cause:\n${proxyFix(problem, at)}\n${problem === 'DROPS_ORIGIN' ? `${proxyFix('CHANGES_ALLOW_ORIGIN', at)}\n` : ''}Otherwise: ${setting}\n${find}`;
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
  CORSExternalRedirectNotAllowed: blocking<Blocked & { location: string | null; isOtherPath: boolean }>(
    (at) => ({
      seen: `The answer is a redirect (HTTP ${at.status}) to ${at.location ?? 'nowhere'}${at.isOtherPath ? ', which is another path (of a login page, for example)' : ''}`,
      more: 'Browsers follow no redirect for preflights and WebSockets. Whether a plain GET succeeds depends on the other address, which was not asked.',
      firefox: 'CORS request external redirect not allowed',
      chrome: 'Redirect is not allowed for a preflight request.',
      isCheck: true,
      remedy: `${at.isOtherPath ? 'If it is a login gateway, let requests under the Socket.IO path past it (preflights never have cookies, and cross-site requests often do not), and check the session in allowRequest or in a middleware. Otherwise: ' : ''}Give the client the final address${at.location === null || at.isOtherPath ? '' : ` (${at.location})`}. Usual differences: the scheme (https), the host (with or without www) and the slash at the end of the path.`,
    }),
  ),
  CORSMissingAllowOrigin: blocking<
    CorsFailure & {
      hasCors: boolean;
      /** Whether WebSockets show that the Origin of requests arrives. */
      isOriginSeen: boolean;
    }
  >((at) => ({
    seen: `The answer (HTTP ${at.status}) has no Access-Control-Allow-Origin header`,
    more: at.hasCors
      ? `The server has cors (the answer says Vary: Origin), but either no entry equals this origin, or a proxy drops ${at.isOriginSeen ? 'the header of the answer (not the Origin of the request, because WebSockets are decided by it)' : 'the Origin of the request or the header of the answer'}.`
      : '',
    firefox: 'CORS header ‘Access-Control-Allow-Origin’ missing',
    status: at.status,
    chrome: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    remedy: at.hasCors
      ? settingOrProxy(
          at,
          `Add the origin exactly as the browser writes it:\n${cors(at)}`,
          at.isOriginSeen ? 'CHANGES_ALLOW_ORIGIN' : 'DROPS_ORIGIN',
        )
      : allowPage(at, 'From v3 on, Socket.IO sends the header only if it is given cors:'),
  })),
  CORSNotSupportingCredentials: blocking((at) => ({
    seen: 'Access-Control-Allow-Origin is "*", which does not allow requests with credentials',
    url: `‘${at.url}’`,
    firefox: 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’',
    chrome: `The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. ${WITH_CREDENTIALS}`,
    remedy:
      at.isPreflight || at.needed.generation === 'v2'
        ? `${allowPage(at, 'Name the origins:')}\n${WITHOUT_CREDENTIALS}`
        : settingOrProxy(
            at,
            `Name the origins:\n${cors(at)}\n${WITHOUT_CREDENTIALS}`,
            'CHANGES_ALLOW_ORIGIN',
          ),
  })),
  CORSMissingAllowCredentials: blocking((at) => ({
    seen: `Access-Control-Allow-Credentials ${at.value === null ? 'is missing' : `is "${at.value}"`}, and only "true" allows credentials`,
    firefox: 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’',
    chrome: `The value of the 'Access-Control-Allow-Credentials' header in the response is '${at.value ?? ''}' which must be 'true' when the request's credentials mode is 'include'. ${WITH_CREDENTIALS}`,
    remedy: `${allowPage(at, 'Add credentials: true:')}\n${WITHOUT_CREDENTIALS}`,
  })),
  CORSMultipleAllowOriginNotAllowed: blocking((at) => ({
    seen: `Access-Control-Allow-Origin has several values ("${at.value}"), or was sent twice`,
    firefox: 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed',
    chrome: `The 'Access-Control-Allow-Origin' header contains multiple values '${at.value}', but only one is allowed.`,
    remedy: `${SECOND_HEADER}\n${allowPage(at, 'Several origins are an array in cors.origin, not one string:')}`,
  })),
  CORSAllowOriginNotMatchingOrigin: blocking((at) => ({
    seen: `Access-Control-Allow-Origin is "${at.value}" and not "${at.origin}"`,
    more: 'It has to equal the origin exactly: no default port, no slash at the end, lower case.',
    firefox: `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${at.value}’`,
    // Chromium words a value that is not a URL differently.
    chrome: isUrl(at.value ?? '')
      ? `The 'Access-Control-Allow-Origin' header has a value '${at.value}' that is not equal to the supplied origin.`
      : `The 'Access-Control-Allow-Origin' header contains the invalid value '${at.value}'.`,
    remedy:
      at.needed.generation === 'v2'
        ? allowPage(at, '')
        : settingOrProxy(
            at,
            `An array sends the origin that matches; a string is sent to every page as it is:\n${cors(at)}`,
            // `proxy_set_header Origin $scheme://$http_host;`
            hostOf(at.value ?? '') === hostOf(at.url) ? 'DROPS_ORIGIN' : 'CHANGES_ALLOW_ORIGIN',
          ),
  })),
  CORSPreflightDidNotSucceed: blocking((at) => ({
    seen: at.status === 0 ? 'OPTIONS got no answer' : `The answer to OPTIONS is HTTP ${at.status}`,
    more: `Browsers need 200 to 299 before they send the client's headers (${at.needed.headers.join(', ')}).`,
    firefox: 'CORS preflight response did not succeed',
    status: at.status,
    chrome: 'It does not have HTTP ok status.',
    remedy: `${allowPreflight(at)}\nIf a proxy answers OPTIONS, or wants a password for it, let it pass: preflights have no credentials.`,
  })),
  CORSInvalidAllowMethod: blocking((at) => ({
    seen: `"${at.value}" in Access-Control-Allow-Methods is not a method`,
    more: 'Methods are separated by commas.',
    firefox: `invalid token ‘${at.value}’ in CORS header ‘Access-Control-Allow-Methods’`,
    chrome: 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
    isCheck: false,
    remedy: `${allowPreflight(at)}\nmethods, if given, is an array: ["GET", "POST"].`,
  })),
  CORSInvalidAllowHeader: blocking((at) => ({
    seen: `"${at.value}" in Access-Control-Allow-Headers is not a header name`,
    more: 'Names are separated by commas.',
    firefox: `invalid token ‘${at.value}’ in CORS header ‘Access-Control-Allow-Headers’`,
    chrome: 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
    isCheck: false,
    remedy: allowPreflight(at),
  })),
  CORSMethodNotFound: blocking((at) => ({
    seen: `${at.value} is not in Access-Control-Allow-Methods`,
    firefox: 'Did not find method in CORS header ‘Access-Control-Allow-Methods’',
    chrome: `Method ${at.value} is not allowed by Access-Control-Allow-Methods in preflight response.`,
    isCheck: false,
    remedy: allowPreflight(at),
  })),
  CORSMissingAllowHeaderFromPreflight: blocking((at) => ({
    seen: `The client sends "${at.value}", and Access-Control-Allow-Headers does not name it`,
    firefox: `header ‘${at.value}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`,
    chrome: `Request header field ${at.value} is not allowed by Access-Control-Allow-Headers in preflight response.`,
    isCheck: false,
    remedy: allowPreflight(at),
  })),
  CORSDidNotSucceed: entry<CorsFailure>('danger', 'none', {
    message: (at) =>
      `The connection of ${at.pages} broke off, or the answer was not complete in time: ${at.value}.\n${firefoxSays(at.url, 'CORS request did not succeed', 0)}`,
    remedy: () => "Look at the server's and the proxy's logs for that request: other requests were answered.",
  }),
} as const;

const isUrl = (value: string): boolean =>
  value === 'null' || (/^[\x20-\x7e]*$/.test(value) && normalUrl(value) !== undefined);

function hostOf(url: string): string | undefined {
  const known = normalUrl(url);
  return known === undefined ? undefined : new URL(known).host;
}

/** A URL as browsers write it. */
export function normalUrl(text: string): string | undefined {
  try {
    return new URL(text).href;
  } catch {
    return undefined;
  }
}

/** Names in Firefox's catalogue that no server can cause, so that the doctor never reports them. */
export const browserOnlyCatalogue = {
  CORSDisabled: entry<None>('danger', 'none', {
    message: () =>
      `The user has disabled CORS in Firefox, so it blocks every cross-origin request.\nFirefox: Reason: CORS disabled`,
    remedy: () => 'Set `content.cors.disable` to `false` in about:config. No server setting helps.',
  }),
  CORSOriginHeaderNotAdded: entry<None>('danger', 'none', {
    message: () =>
      'Firefox could not add an Origin header, so it did not send the request.\nFirefox: Reason: CORS header ‘Origin’ cannot be added',
    remedy: () => 'Reload the page without extensions that change request headers. No server setting helps.',
  }),
} as const;
