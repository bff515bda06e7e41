import type { OriginRule } from '../../origins/policy.js';
import { originMatchers } from '../../v4/cors-origin.js';

/**
 * The origins that a rule admits, one by one.
 *
 * @returns none for a rule that lists none
 */
export function listedOrigins(rule: OriginRule): (string | RegExp)[] {
  return rule.kind === 'literal-list' || rule.kind === 'allow-list' ? originMatchers(rule) : [];
}
