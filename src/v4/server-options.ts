import type { ServerOptions } from 'socket.io';
import type { Report } from '../messages/emit.js';
import type { Warn } from '../messages/warn.js';
import type { Policy } from '../origins/policy.js';
import { hasLargeDefaultBuffer, isBefore } from '../v2/releases.js';
import { DEFAULT_COOKIE } from '../v2/server-api.js';
import type { ParsedSettings } from '../v2/settings.js';
import { allowRequestFor } from './allow-request.js';
import { corsOptions } from './cors.js';
import { askOncePerHandshake } from './origins-function.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from './target.js';

/**
 * The two options of v4's server that check origins as a policy says.
 *
 * @param report gets what the app's functions throw while serving
 */
export function checkOptions(
  policy: Policy,
  { engine, otherOptions }: Pick<ParsedSettings, 'engine' | 'otherOptions'>,
  warn: Warn,
  report?: Report,
): Pick<Partial<ServerOptions>, 'cors' | 'allowRequest'> {
  const { handshake, missingOrigin, to } = policy;
  const ask =
    handshake.kind === 'function' ? askOncePerHandshake(handshake, missingOrigin, report) : undefined;
  const cors = corsOptions(policy, ask, warn, report);
  const allowRequest = allowRequestFor(policy, ask, report, engine);
  if (!otherOptions.allowEIO3 || !knowsAllowEio3(to)) {
    warn('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available: knowsAllowEio3(to), isMigrated: false });
  }
  if (forgetsConstructorOptions(to)) warn('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to });
  return { cors, ...(allowRequest === undefined ? {} : { allowRequest }) };
}

/** v2's other options for v4's server: they pass through, except those that v4 takes in another shape. */
export function otherServerOptions(
  { otherOptions, from }: Pick<ParsedSettings, 'otherOptions' | 'from'>,
  warn: Warn,
): Partial<ServerOptions> {
  warnOfBufferSize(otherOptions, from, warn);
  return inShapesOfV4(otherOptions, from, warn);
}

type Options = Readonly<Record<string, unknown>>;

/**
 * Puts the options that v2 took in another shape into v4's. Options that were not given stay that way.
 *
 * @param from the release that the options were written for
 */
export function inShapesOfV4(options: Options, from: string, warn: Warn): Partial<ServerOptions> {
  // Without a prototype, because a program may have added one of these to it.
  const given: Options = Object.assign(Object.create(null), options);
  const { cookie, cookiePath, cookieHttpOnly, wsEngine, ...others } = given;
  if (typeof wsEngine === 'string')
    warn('WS_ENGINE_NAME_IGNORED', { name: wsEngine, isRemoved: false }, 'wsEngine');
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
  // Engine.IO 1.6 and 1.7 wrote the header themselves, with no attribute but the path that they were given.
  const isBare = isBefore(from, 1, 6);
  const hasPath = path !== false && Boolean(path || !isBare);
  return {
    name: String(cookie || DEFAULT_COOKIE),
    path: hasPath ? String(path || '/') : '',
    httpOnly: hasPath && !isBare && httpOnly !== false,
    sameSite: isBefore(from, 2, 3) ? false : 'strict',
  };
}
