import { decide } from '../../policy/decide.js';
import type { OriginRule } from '../../policy/policy.js';
import { corsOrigin } from '../../v4/cors-origin.js';

/**
 * The origins that a rule admits, one by one: `corsOrigin` makes a function of a long list, which code has no use for.
 *
 * @returns none for a rule that lists none
 */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  if (rule.kind === 'literal-list') return [...rule.origins];
  if (rule.kind !== 'allow-list') return [];
  const matchers = rule.keys.flatMap((key) => {
    const origins = corsOrigin({ kind: 'allow-list', keys: [key] });
    return Array.isArray(origins) ? origins.filter((origin) => origin !== 'null') : [];
  });
  return decide(rule, { origin: 'null' }) ? [...matchers, 'null'] : matchers;
}
