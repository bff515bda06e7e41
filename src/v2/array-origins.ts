import { type Decision, decisionOf } from '../origins/decide.js';
import type { OriginRule } from '../origins/policy.js';
import { couldBeAdmitted, hasLiteralWildcard } from './could-be-admitted.js';
import { exampleEntry } from './example-entry.js';
import { whyNeverMatched } from './never-matched.js';
import type { OriginsContext } from './origins-context.js';
import { plainOrigin } from './plain-origin.js';

/** What an array meant to every release but 2.4.0: the key of an origin had to equal an entry. */
export function arrayOrigins(entries: readonly string[], context: OriginsContext): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const everyone = entries.indexOf('*:*');
  if (everyone !== -1) {
    warn(
      'ALLOW_ALL_EXPLICIT',
      { from, entry: '*:*', example: exampleEntry(era, semantics) },
      `${subject}[${everyone}]: "*:*"`,
    );
    return { kind: 'everyone' };
  }
  // 2.0.x and before put no scheme into what they compared.
  const comparable = (entry: string) => era === 'scheme-host-port' || !entry.includes('//');
  const admittedByV2 = allowing(entries.filter(comparable));
  const keys = new Set<string>();
  entries.forEach((entry, index) => {
    const about = `${subject}[${index}]: ${JSON.stringify(entry)}`;
    const plain = semantics === 'documented' ? plainOrigin(entry) : undefined;
    if (plain !== undefined) {
      keys.add(plain.key);
      if (!admittedByV2({ origin: plain.serialized }))
        warn('ORIGIN_NOW_ADMITTED', { from, origin: plain.serialized }, about);
    } else if (comparable(entry) && couldBeAdmitted(entry, allowing([entry]))) {
      keys.add(entry);
      if (hasLiteralWildcard(entry)) warn('ORIGIN_WILDCARD_IS_LITERAL', { from, entry }, about);
    } else {
      warn(
        'ORIGIN_NEVER_MATCHED',
        { from, entry, reason: whyNeverMatched(entry, era), exact: semantics === 'exact' },
        about,
      );
    }
  });
  return { kind: 'allow-list', keys: [...keys] };
}

function allowing(keys: readonly string[]): Decision {
  return decisionOf({ kind: 'allow-list', keys });
}
