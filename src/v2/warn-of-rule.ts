import type { Warn } from '../messages/warn.js';
import { decisionOf } from '../origins/decide.js';
import type { Era, Everyone, OriginRule } from '../origins/policy.js';
import { exampleEntry } from './example-entry.js';
import { isSendable } from './plain-origin.js';
import type { ParsedOptions, ParsedOrigins } from './settings.js';
import { couldBeFoundIn } from './string-origins.js';

/** Warns of what a rule makes of requests that name no origin, and of a rule that admits nobody. */
export function warnOfRule(
  rule: OriginRule,
  settings: ParsedOptions & ParsedOrigins,
  era: Era,
  warn: Warn,
): void {
  if (rule.kind === 'everyone') return;
  const { from, semantics, missingOrigin, origins } = settings;
  const example = exampleEntry(era, semantics);
  const admits = decisionOf(rule);
  const admitsMissing = admits({});
  if (admits({ origin: 'null' }))
    warn('NULL_ORIGIN_ADMITTED', { from, missingToo: admitsMissing }, origins?.subject);
  else if (admitsMissing) warn('MISSING_ORIGIN_ADMITTED', { from, example }, origins?.subject);
  if (!admitsMissing && missingOrigin === 'allow')
    warn('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin');
  if (!admitsMissing && missingOrigin === 'as-v2')
    warn('MISSING_ORIGIN_REFUSED', { from, looksAtReferer: rule.kind !== 'literal-list' }, origins?.subject);
  if (!refusesEveryone(rule)) return;
  const onlyNow =
    rule.kind === 'allow-list' && typeof origins?.value === 'string' && couldBeFoundIn(origins.value);
  warn(
    onlyNow ? 'ORIGINS_NOW_REFUSE_EVERYONE' : 'ORIGINS_REFUSE_EVERYONE',
    { from, example },
    origins?.subject,
  );
}

function refusesEveryone(rule: Exclude<OriginRule, Everyone>): boolean {
  switch (rule.kind) {
    case 'allow-list':
      return rule.keys.length === 0;
    case 'substring-search':
      return !couldBeFoundIn(rule.text);
    case 'literal-list':
      return !rule.admitsNoOrigin && !rule.origins.some(isSendable);
  }
}
