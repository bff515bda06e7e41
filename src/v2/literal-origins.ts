import type { OriginRule } from '../origins/policy.js';
import { whyNeverMatched } from './never-matched.js';
import type { OriginsContext } from './origins-context.js';
import { isSendable, plainOrigin } from './plain-origin.js';
import { listedEntries } from './string-origins.js';

/**
 * What `origins` meant to 2.4.0 alone: the `Origin` header had to equal an entry letter for letter, a string was one
 * entry, and requests without an `Origin` were admitted where the list was empty.
 */
export function literalOrigins(value: string | readonly string[], context: OriginsContext): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const listed = new Set(typeof value === 'string' ? [value] : value);
  const origins = new Set<string>();
  const entries =
    typeof value === 'string' && semantics === 'documented' ? listedEntries(value) : [...listed];
  entries.forEach((entry, index) => {
    const about = `${subject}${typeof value === 'string' ? '' : `[${index}]`}: ${JSON.stringify(entry)}`;
    const plain = semantics === 'documented' ? plainOrigin(entry)?.serialized : undefined;
    if (plain !== undefined) origins.add(plain);
    if (plain !== undefined && !listed.has(plain))
      warn('ORIGIN_NOW_ADMITTED', { from, origin: plain }, about);
    if (listed.has(entry)) origins.add(entry);
    if (plain === undefined && !isSendable(entry)) {
      warn(
        'ORIGIN_NEVER_MATCHED',
        { from, entry, reason: whyNeverMatched(entry, era), exact: semantics === 'exact' },
        about,
      );
    }
  });
  return {
    kind: 'literal-list',
    origins: [...origins],
    admitsNoOrigin: Array.isArray(value) && value.length === 0,
  };
}
