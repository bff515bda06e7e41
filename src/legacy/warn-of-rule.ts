import { compileDecision } from '../policy/decide.js';
import type { OriginRule } from '../policy/policy.js';
import type { Warn } from '../warnings/warn.js';
import type { ParsedSettings } from './settings.js';

/** Warns of what a rule makes of requests that name no origin, and of a rule that admits nobody. */
export function warnOfRule(rule: OriginRule, settings: ParsedSettings, warn: Warn): void {
  if (rule.kind === 'everyone') return;
  const { from, missingOrigin, origins } = settings;
  const admits = compileDecision(rule);
  const admitsMissing = admits({});
  if (admits({ origin: 'null' }))
    warn('NULL_ORIGIN_ADMITTED', { from, missingToo: admitsMissing }, origins?.subject);
  else if (admitsMissing) warn('MISSING_ORIGIN_ADMITTED', { from }, origins?.subject);
  if (!admitsMissing && missingOrigin === 'allow')
    warn('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin');
  if (!admitsMissing && missingOrigin === 'as-v2')
    warn('MISSING_ORIGIN_REFUSED', { from, looksAtReferer: rule.kind !== 'literal-list' }, origins?.subject);
  if (refusesEveryone(rule)) warn('ORIGINS_REFUSE_EVERYONE', { from }, origins?.subject);
}

function refusesEveryone(rule: OriginRule): boolean {
  switch (rule.kind) {
    case 'everyone':
      return false;
    case 'allow-list':
      return rule.keys.length === 0;
    case 'substring-search':
      return !/:(?:\d|\*)/.test(rule.text);
    case 'literal-list':
      return rule.origins.length === 0 && !rule.admitsNoOrigin;
  }
}
