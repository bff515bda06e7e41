import type { ServerOptions } from 'socket.io';
import { type Warn, warningOf } from '../messages/warn.js';
import type { AllowRequest } from '../origins/policy.js';
import { guarded } from '../v4/allow-request.js';
import { inShapesOfV4 } from './engine-options.js';
import type { ReportAll } from './reporter.js';

/**
 * The options of a server that was given v4's own `cors`: as they are, but for an `allowRequest` that must not end the
 * process, and for what v2 took in another shape.
 *
 * @param report gets what is said of the options, and what `allowRequest` throws while serving
 */
export function modernOptions(
  options: Readonly<Record<string, unknown>>,
  report: ReportAll,
): Partial<ServerOptions> {
  const warn: Warn = (code, args, subject) => report([warningOf(code, args, subject)]);
  const shaped = inShapesOfV4(options, warn);
  if (typeof options.allowRequest !== 'function') return shaped;
  const allowRequest = guarded(options.allowRequest as AllowRequest, (warning) => report([warning]));
  return { ...shaped, allowRequest };
}
