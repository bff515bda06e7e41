import debug from 'debug';
import { createDedupe, emitOnce } from '../messages/emit.js';
import { describeError } from '../messages/message.js';
import type { WarningCode } from '../messages/settings.js';
import type { Warning } from '../messages/warn.js';
import { callOnce } from '../runtime/app-functions.js';
import type { CorsCompatOptions } from './settings.js';

/** Reports warnings to the app's owner. */
export type Report = (warnings: readonly Warning[]) => void;

const log = debug('socket.io-cors-compat:info');

/**
 * Makes the function that reports the warnings of one server: each code once, and each setting that allows more
 * requests once. Acknowledged codes are not reported.
 *
 * @param options `onWarning` is the app's own listener; without one, warnings go to `process.emitWarning`, and those of
 * severity info to `DEBUG` output
 */
export function reporter({ onWarning, acknowledge = [] }: CorsCompatOptions): Report {
  const wasReported = createDedupe();
  const acknowledged = new Set(acknowledge);
  const tell = onWarning === undefined ? emit : guarded(onWarning);
  return (warnings) => {
    const unread = warnings.filter(({ code }) => !acknowledged.has(code));
    for (const warning of oncePerCode(news(unread, wasReported))) tell(warning);
  };
}

function emit(warning: Warning): void {
  if (warning.severity === 'info') log('%s: %s Fix: %s', warning.code, warning.message, warning.remedy);
  else emitOnce(warning);
}

/** The warnings that were not reported before. A new code is reported with all of its settings. */
function news(warnings: readonly Warning[], wasReported: (warning: Warning) => boolean): Warning[] {
  const fresh = new Set<WarningCode>();
  return warnings.filter((warning) => {
    const isNews = !wasReported(warning) || (warning.effect !== 'opens' && fresh.has(warning.code));
    if (isNews) fresh.add(warning.code);
    return isNews;
  });
}

/** Joins the warnings of one code into one, which names all the settings it is about. */
function oncePerCode(warnings: readonly Warning[]): Iterable<Warning> {
  const joined = new Map<WarningCode, Warning>();
  for (const warning of warnings) {
    const first = joined.get(warning.code);
    if (first === undefined) joined.set(warning.code, warning);
    else if (warning.subject !== undefined && warning.subject !== first.subject) {
      joined.set(warning.code, {
        ...first,
        message: `${first.message} (The same goes for ${warning.subject}.)`,
        subject: first.subject === undefined ? warning.subject : `${first.subject}, ${warning.subject}`,
      });
    }
  }
  return joined.values();
}

/** A listener that throws must not end the process, nor leave a server half made. */
function guarded(onWarning: (warning: Warning) => void): (warning: Warning) => void {
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
