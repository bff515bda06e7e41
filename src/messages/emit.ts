import { explainCommand, type Warning } from './warn.js';

/** Reports something that only shows while the server runs. */
export type Report = (warning: Warning) => void;

/** How many subjects are remembered per code. One that is forgotten would be reported again, which does no harm. */
const REMEMBERED = 100;

const ONCE_PER_SUBJECT: ReadonlySet<string> = new Set(['LEGACY_MEMBER', 'APP_FUNCTION_FAILED']);

/**
 * Lets each code through once. A code with the effect `opens` is let through once per setting, so that no later
 * `io.origins()` opens anything silently, and LEGACY_MEMBER and APP_FUNCTION_FAILED once per member and function.
 *
 * @returns a function that says whether a warning is a repetition
 */
export function createDedupe(): (warning: Warning) => boolean {
  const said = new Map<string, Set<string>>();
  return ({ code, effect, subject = '' }) => {
    const subjects = said.get(code);
    if (subjects === undefined) {
      said.set(code, new Set([subject]));
      return false;
    }
    if (!(effect === 'opens' || ONCE_PER_SUBJECT.has(code)) || subjects.has(subject)) return true;
    subjects.add(subject);
    if (subjects.size > REMEMBERED) subjects.delete(subjects.values().next().value as string);
    return false;
  };
}

const wasEmitted = createDedupe();

/**
 * Emits a warning through `process.emitWarning`, once per code (and per setting, if it opens), so that Node's own
 * flags (`--no-warnings`, `--trace-warnings`, `--disable-warning=CODE`) work on it.
 */
export function emitOnce(warning: Warning): void {
  if (wasEmitted(warning)) return;
  const { code, message, remedy } = warning;
  process.emitWarning(`${message} Fix: ${remedy}`, {
    type: 'SocketIOCorsWarning',
    code,
    detail: explainCommand(code),
  });
}
