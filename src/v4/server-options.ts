import type { ServerOptions } from 'socket.io';
import type { Report } from '../messages/emit.js';
import type { Warn } from '../messages/warn.js';
import type { Policy } from '../origins/policy.js';
import { inShapesOfV4, warnOfBufferSize } from '../v2/engine-options.js';
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
