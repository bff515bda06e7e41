import debug from 'debug';
import { createDedupe, emitOnce, type Report } from '../messages/emit.js';
import { describeError } from '../messages/message.js';
import { type Warn, type Warning, warningOf } from '../messages/warn.js';
import { callOnce } from '../runtime/app-functions.js';
import type { CorsCompatOptions } from './settings.js';

const log = debug('socket.io-cors-compat:info');

/**
 * Makes the function that reports the warnings of one server: each code once, and each setting that allows more
 * requests once. Acknowledged codes are not reported.
 *
 * @param options `onWarning` is the app's own listener; without one, warnings go to `process.emitWarning`, and those of
 * severity info to `DEBUG` output
 */
export function reporter({ onWarning, acknowledge = [] }: CorsCompatOptions): Report {
  const isRepetition = createDedupe();
  const tell = onWarning === undefined ? emit : guarded(onWarning);
  return (warning) => {
    if (!acknowledge.includes(warning.code) && !isRepetition(warning)) tell(warning);
  };
}

/** Reports warnings as they are built. */
export const warnBy =
  (report: Report): Warn =>
  (code, args, subject) =>
    report(warningOf(code, args, subject));

function emit(warning: Warning): void {
  if (warning.severity === 'info') log('%s: %s Fix: %s', warning.code, warning.message, warning.remedy);
  else emitOnce(warning);
}

/** A listener that throws must not end the process, nor leave a server half made. */
function guarded(onWarning: (warning: Warning) => void): Report {
  return (warning) =>
    callOnce(
      () => onWarning(warning),
      () => undefined,
      (error) =>
        process.emitWarning(`corsCompat.onWarning failed: ${describeError(error)}`, {
          type: 'SocketIOCorsWarning',
        }),
    );
}
