import type { Warning } from './warning.js';

/** How many openings of one code are remembered; what is forgotten would be said again, which does no harm. */
const REMEMBERED = 100;

/**
 * Remembers what was said: each code once. A code that says that more requests are allowed is said for each setting, so
 * that no later `io.origins()` opens anything in silence; LEGACY_MEMBER is said for each member.
 *
 * @returns whether a warning has been said before; from then on it has been
 */
export function saidBefore(): (warning: Warning) => boolean {
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
