import type { Warn } from '../messages/warn.js';
import type { AskFunction, Era, HandshakePolicy, OriginRule, OriginsFunction } from '../origins/policy.js';
import { exampleEntry } from './example-entry.js';
import { ruleOf } from './rule-of.js';
import type { ParsedOptions, ParsedOrigins, ParsedSettings } from './settings.js';
import { warnOfRule } from './warn-of-rule.js';

/** What is looked at. */
type HandshakeSettings = ParsedOptions & ParsedOrigins & Pick<ParsedSettings, 'allowRequest'>;

/** Who was admitted at the handshake on v2. */
export function readHandshake(settings: HandshakeSettings, era: Era, warn: Warn): HandshakePolicy {
  const { allowRequest, origins, replaced } = settings;
  if (allowRequest !== undefined) {
    const ignored = origins === undefined ? replaced : [...replaced, origins.subject];
    for (const subject of ignored) warn('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, subject);
    if (settings.missingOrigin === 'allow') warn('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'missingOrigin');
    if (allowRequest.length < 2) warn('CALLBACK_PARAMETER_MISSING', {}, 'allowRequest');
    warn('ALLOW_REQUEST_DECIDES_ALONE', {}, 'allowRequest');
    return { kind: 'allow-request', allowRequest };
  }
  if (replaced.length > 0) warn('ORIGINS_CALL_REPLACES_OPTION', { replaced }, origins?.subject);
  const value = origins?.value;
  if (typeof value === 'function') return askFunction(value, settings, era, warn);
  const rule = readRule(value, settings, era, warn);
  warnOfRule(rule, settings, era, warn);
  return rule;
}

function readRule(
  value: string | readonly string[] | undefined,
  { origins, from, semantics, hint }: HandshakeSettings,
  era: Era,
  warn: Warn,
): OriginRule {
  const context = { from, semantics, era, warn, subject: origins?.subject ?? 'origins' };
  if (value !== undefined || era === 'exact') return ruleOf(value ?? [], context);
  warn('ALLOW_ALL_BY_DEFAULT', { from, hint, example: exampleEntry(era, semantics) });
  return { kind: 'everyone' };
}

function askFunction(
  check: OriginsFunction,
  { origins, from, semantics, missingOrigin }: HandshakeSettings,
  era: Era,
  warn: Warn,
): AskFunction {
  if (semantics === 'documented') warn('ORIGINS_FUNCTION_ERROR_NOW_REFUSES', { from }, origins?.subject);
  if (check.length < 2) warn('CALLBACK_PARAMETER_MISSING', {}, origins?.subject);
  if (missingOrigin === 'allow') warn('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin');
  return {
    kind: 'function',
    check,
    given: era === 'exact' ? 'origin' : 'origin-or-referer',
    admitsWithError: semantics === 'exact',
  };
}
