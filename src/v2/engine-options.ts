import type { ServerOptions } from 'socket.io';
import type { Warn } from '../messages/warn.js';
import { hasLargeDefaultBuffer, isBefore } from './releases.js';

type Options = Readonly<Record<string, unknown>>;

/**
 * The options that Engine.IO 3 kept as properties of its server and read for each request, so programs could assign them
 * at any time. Engine.IO 6 keeps them in `opts`. (The cookie is left out: v4 takes it in another shape.)
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server`
 */
export const ENGINE_PROPERTIES = [
  'allowUpgrades',
  'httpCompression',
  'maxHttpBufferSize',
  'perMessageDeflate',
  'pingInterval',
  'pingTimeout',
  'transports',
  'upgradeTimeout',
] as const;

/**
 * The options that v2 read at `attach()` only: given to a constructor without an HTTP server, they had no effect on a
 * later `attach()`. On v4 the constructor's win.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server` and `Server#attach`
 */
export const READ_AT_ATTACH: ReadonlySet<string> = new Set([
  ...ENGINE_PROPERTIES,
  'allowRequest',
  'cookie',
  'cookieHttpOnly',
  'cookiePath',
  'destroyUpgrade',
  'destroyUpgradeTimeout',
  'handlePreflightRequest',
  'initialPacket',
  'wsEngine',
]);

/**
 * The keys of `io.set(key, value)` that are engine options by another name.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `oldSettings`
 */
export const ENGINE_OPTION_OF_SETTING: ReadonlyMap<string, string> = new Map([
  ['transports', 'transports'],
  ['heartbeat timeout', 'pingTimeout'],
  ['heartbeat interval', 'pingInterval'],
  ['destroy buffer size', 'maxHttpBufferSize'],
]);

/** All keys that `io.set()` knew. For any other key it only printed an error. */
export const SETTING_KEYS: ReadonlySet<string> = new Set([
  ...ENGINE_OPTION_OF_SETTING.keys(),
  ...['authorization', 'origins', 'resource'],
]);

/** The name of the cookie that v2 set unless `cookie` was `false`. v4 sets none by default. */
export const DEFAULT_COOKIE = 'io';

/**
 * Puts the options that v2 took in another shape into v4's. Options that were not given stay that way.
 *
 * @param from the release that the options were written for
 */
export function inShapesOfV4(options: Options, from: string, warn: Warn): Partial<ServerOptions> {
  // Without a prototype, to which a program may have added one of these.
  const given: Options = Object.assign(Object.create(null), options);
  const { cookie, cookiePath, cookieHttpOnly, wsEngine, ...others } = given;
  if (typeof wsEngine === 'string') warn('WS_ENGINE_NAME_IGNORED', { name: wsEngine }, 'wsEngine');
  const isCookieGiven = [cookie, cookiePath, cookieHttpOnly].some((setting) => setting !== undefined);
  return {
    ...others,
    ...(typeof wsEngine === 'string' || wsEngine === undefined ? {} : { wsEngine }),
    ...(isCookieGiven ? { cookie: cookieOf(cookie, cookiePath, cookieHttpOnly, from) } : {}),
  } as Partial<ServerOptions>;
}

/** Warns if v2 took larger messages by default. */
export function warnOfBufferSize({ maxHttpBufferSize }: Options, from: string, warn: Warn): void {
  if (!maxHttpBufferSize && hasLargeDefaultBuffer(from)) warn('MAX_HTTP_BUFFER_SIZE_SHRINKS', { from });
}

/**
 * The cookie that a release set, as v4's option. v4 has defaults for every field that is absent, so all are given: an
 * empty `path` and `sameSite: false` leave the attribute out.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server#handshake`
 */
function cookieOf(cookie: unknown, path: unknown, httpOnly: unknown, from: string): unknown {
  if (cookie === false) return false;
  if (typeof cookie === 'object' && cookie !== null)
    return { path: '', httpOnly: false, sameSite: false, ...cookie };
  // Engine.IO 1.6 and 1.7 wrote the header themselves, and nothing but the path that they were given.
  const isBare = isBefore(from, 1, 6);
  const hasPath = path !== false && Boolean(path || !isBare);
  return {
    name: String(cookie || DEFAULT_COOKIE),
    path: hasPath ? String(path || '/') : '',
    httpOnly: hasPath && !isBare && httpOnly !== false,
    sameSite: isBefore(from, 2, 3) ? false : 'strict',
  };
}
