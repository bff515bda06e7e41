import type { ServerOptions } from 'socket.io';
import { emitOnce, type Report } from '../messages/emit.js';
import type { Warn } from '../messages/warn.js';
import type { Policy } from '../origins/policy.js';
import { allowRequestFor } from './allow-request.js';
import { corsOptions } from './cors-options.js';
import { askOncePerHandshake } from './origins-function.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from './target.js';

/**
 * The options for v4's server that carry a policy on.
 *
 * @param others what else v2 was given; it passes through untouched
 * @param report gets what the app's functions throw while serving
 */
export function serverOptions(
  policy: Policy,
  others: Readonly<Record<string, unknown>>,
  warn: Warn,
  report: Report = emitOnce,
): Partial<ServerOptions> {
  const { handshake, missingOrigin, to } = policy;
  const ask =
    handshake.kind === 'function' ? askOncePerHandshake(handshake, missingOrigin, report) : undefined;
  const cors = corsOptions(policy, ask, warn, report);
  const allowRequest = allowRequestFor(policy, ask, report);
  if (!others.allowEIO3 || !knowsAllowEio3(to)) {
    warn('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available: knowsAllowEio3(to) });
  }
  if (forgetsConstructorOptions(to)) warn('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to });
  return { ...others, cors, ...(allowRequest === undefined ? {} : { allowRequest }) };
}
