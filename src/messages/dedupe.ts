import type { Warning } from './warning.js';

/** How many subjects are remembered per code. One that is forgotten would be reported again, which does no harm. */
const REMEMBERED = 100;

/**
 * Lets each code through once. A code with the effect `opens` is let through once per setting, so that no later
 * `io.origins()` opens anything silently, and LEGACY_MEMBER once per member.
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
    const isOncePerSubject = effect === 'opens' || code === 'LEGACY_MEMBER';
    if (!isOncePerSubject || subjects.has(subject)) return true;
    subjects.add(subject);
    if (subjects.size > REMEMBERED) subjects.delete(subjects.values().next().value as string);
    return false;
  };
}
