import type { ServerOptions } from 'socket.io';
import type { Warn } from '../messages/warn.js';
import type { ParsedSettings } from '../v2/settings.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * What v2 read from the options that came with the HTTP server, and from nowhere else: given to a constructor
 * without one, they had no effect on a later `attach()`.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server` and `Server#attach`
 */
const READ_AT_ATTACH = new Set([
  'allowRequest',
  'allowUpgrades',
  'cookie',
  'cookieHttpOnly',
  'cookiePath',
  'destroyUpgrade',
  'destroyUpgradeTimeout',
  'handlePreflightRequest',
  'httpCompression',
  'initialPacket',
  'maxHttpBufferSize',
  'perMessageDeflate',
  'pingInterval',
  'pingTimeout',
  'transports',
  'upgradeTimeout',
  'wsEngine',
]);

/** The names of the settings that v2 read when it was attached, and only then. */
export function readAtAttach({
  otherOptions,
  allowRequest,
  handlePreflightRequest,
}: ParsedSettings): string[] {
  const settings: Options = { ...otherOptions, allowRequest, handlePreflightRequest };
  return Object.keys(settings).filter((name) => READ_AT_ATTACH.has(name) && settings[name] !== undefined);
}

/** The options of a constructor that count at every `attach()`. */
export function forEveryAttach(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !READ_AT_ATTACH.has(name)));
}

/**
 * Puts the options that v2 took in another shape into v4's: `cookie` and `wsEngine` were names, and what was falsy,
 * but not `false`, stood for the default.
 */
export function engineOptions(options: Options, warn: Warn): Partial<ServerOptions> {
  const written = Object.entries(options).filter(
    ([name, value]) => value || value === false || !READ_AT_ATTACH.has(name),
  );
  return inShapesOfV4({ cookie: V2_COOKIE, ...Object.fromEntries(written) }, warn);
}

/** v2 set it unless told otherwise, and load balancers keep sessions to their nodes by it; v4 sets none. */
const V2_COOKIE = 'io';

/** Leaves options as they are, but for `cookie` and `wsEngine`, which were names on v2. */
export function inShapesOfV4(options: Options, warn: Warn): Partial<ServerOptions> {
  const { cookie, cookiePath, cookieHttpOnly, wsEngine, ...others } = options;
  if (typeof wsEngine === 'string' && wsEngine !== 'ws') {
    warn('WS_ENGINE_NAME_IGNORED', { name: wsEngine }, 'wsEngine');
  }
  return {
    ...others,
    ...(typeof wsEngine === 'function' ? { wsEngine } : {}),
    ...(cookie
      ? { cookie: typeof cookie === 'string' ? namedCookie(cookie, cookiePath, cookieHttpOnly) : cookie }
      : {}),
  } as Partial<ServerOptions>;
}

/** @see Engine.IO 3.6.2, lib/server.js, `Server#handshake` */
function namedCookie(name: string, path: unknown, httpOnly: unknown) {
  return {
    name,
    ...(path === false ? { path: undefined } : { path: path || '/' }),
    httpOnly: path !== false && httpOnly !== false,
    sameSite: 'strict',
  };
}
