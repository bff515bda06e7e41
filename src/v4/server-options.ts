import type { ServerOptions } from 'socket.io';
import type { Policy } from '../policy/policy.js';
import type { Warn } from '../warnings/warn.js';
import { allowRequestFor } from './allow-request.js';
import { corsOptions } from './cors-options.js';
import { askOncePerHandshake } from './origins-function.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from './target.js';

/**
 * The options for v4's server that carry a policy on.
 *
 * @param others what else v2 was given; it passes through untouched
 */
export function serverOptions(
  policy: Policy,
  others: Readonly<Record<string, unknown>>,
  warn: Warn,
): Partial<ServerOptions> {
  const { handshake, missingOrigin, to } = policy;
  const ask = handshake.kind === 'function' ? askOncePerHandshake(handshake, missingOrigin) : undefined;
  const cors = corsOptions(policy, ask, warn);
  const allowRequest = allowRequestFor(policy, ask);
  if (others.allowEIO3 !== true) {
    warn('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available: knowsAllowEio3(to) });
  }
  if (forgetsConstructorOptions(to)) warn('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to });
  return { ...others, cors, ...(allowRequest === undefined ? {} : { allowRequest }) };
}
