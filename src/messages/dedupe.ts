import type { Warning } from './warning.js';

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
