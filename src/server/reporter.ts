import { emitOnce } from '../messages/emit.js';
import { saidBefore } from '../messages/said-before.js';
import type { WarningCode } from '../messages/settings.js';
import type { Warning } from '../messages/warning.js';
import { callOnce } from '../runtime/call-once.js';
import { describeError } from '../runtime/describe-error.js';

/** Tells the app's owner what came of a setting. */
export type ReportAll = (warnings: readonly Warning[]) => void;

/**
 * Makes what reports the warnings of one server: each code once (and each setting that admits more), with the line of
 * the app that it comes from.
 *
 * @param onWarning the app's own listener; without one they go to `process.emitWarning`
 * @returns what makes a report for one call of the app, given its call site
 */
export function reporter(onWarning: ((warning: Warning) => void) | undefined) {
  const wasTold = saidBefore();
  const tell = onWarning === undefined ? emitOnce : guarded(onWarning);
  return (site?: string): ReportAll =>
    (warnings) => {
      for (const warning of oncePerCode(news(warnings, wasTold))) {
        tell(site === undefined ? warning : { ...warning, message: `${site}: ${warning.message}` });
      }
    };
}

/** What has not been told; a code that is news is so with all of its settings. */
function news(warnings: readonly Warning[], wasTold: (warning: Warning) => boolean): Warning[] {
  const fresh = new Set<WarningCode>();
  return warnings.filter((warning) => {
    const isNews = !wasTold(warning) || (warning.effect !== 'opens' && fresh.has(warning.code));
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
        message: `${first.message} (${warning.subject} likewise.)`,
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
