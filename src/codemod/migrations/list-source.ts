import { decide } from '../../origins/decide.js';
import type { OriginRule } from '../../origins/policy.js';
import type { OriginSource } from '../../print/source-text.js';

/**
 * What the code says of a rule that lists origins, under a name.
 *
 * @param entries the origins
 */
export function listSource(
  rule: OriginRule,
  name: string,
  entries: readonly (string | RegExp)[],
): Extract<OriginSource, { entries: unknown }> {
  if (rule.kind === 'literal-list') {
    const { admitsNoOrigin } = rule;
    return { kind: 'literal-list', name, entries: entries.length > 0 ? 'strings' : 'none', admitsNoOrigin };
  }
  const patterns = entries.filter((entry) => typeof entry !== 'string').length;
  const kinds = patterns === 0 ? 'strings' : patterns === entries.length ? 'patterns' : 'both';
  return { kind: 'list', name, entries: entries.length === 0 ? 'none' : kinds, admitsNull: decide(rule, {}) };
}
