import { listed, someOf } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import { isSendable } from '../origins/origin.js';
import type {
  AllowRequest,
  AskFunction,
  Everyone,
  HandshakePolicy,
  OriginRule,
  OriginsFunction,
  Policy,
} from '../origins/policy.js';
import { couldBeFoundIn } from './entries.js';
import { ruleOf } from './origins.js';
import { readPreflight } from './preflight.js';
import { exampleEntry } from './releases.js';
import type { ParsedSettings } from './settings.js';

/** The meaning of the settings on the release that the app ran on. */
export function toPolicy(settings: ParsedSettings, warn: Warn): Policy {
  const { from, to, era, semantics, missingOrigin, range } = settings;
  if (range !== undefined)
    warn(
      'FROM_RANGE_IS_AMBIGUOUS',
      { from, range: range.text, others: range.others },
      `from: "${range.text}"`,
    );
  return frozen({
    from,
    to,
    era,
    semantics,
    missingOrigin,
    handshake: readHandshake(settings, warn),
    preflight: readPreflight(settings, warn),
  });
}

/** A policy is data: changing it must not change what a running server decides. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    // Lists hold strings only.
    if (!Array.isArray(value)) for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** The settings that say who may connect. */
type HandshakeSettings = Omit<ParsedSettings, 'handlePreflightRequest' | 'otherOptions'>;

/** Reads which handshakes v2 allowed. */
export function readHandshake(settings: HandshakeSettings, warn: Warn): HandshakePolicy {
  const { allowRequest, origins, replaced, from, era, semantics, hint, isFromAssumed } = settings;
  if (allowRequest !== undefined) return ownCheck(allowRequest, settings, warn);
  if (replaced.length > 0) warn('ORIGINS_CALL_REPLACES_OPTION', { replaced }, origins?.subject);
  const { value = [], subject = 'origins', known } = origins ?? {};
  if (typeof value === 'function') return askFunction(value, settings, warn);
  if (origins === undefined && era !== 'literal') {
    warn('ALLOW_ALL_BY_DEFAULT', { from, hint, isFromAssumed, example: exampleEntry(era, semantics) });
    return { kind: 'everyone' };
  }
  const rule = ruleOf(value, { from, semantics, era, warn, subject, known });
  warnOfRule(rule, settings, warn);
  return rule;
}

function ownCheck(allowRequest: AllowRequest, settings: HandshakeSettings, warn: Warn): HandshakePolicy {
  const { origins, replaced, missingOrigin, engine } = settings;
  const ignored = [
    ...replaced,
    ...(origins === undefined ? [] : [origins.subject]),
    ...(missingOrigin === 'allow' ? ['missingOrigin'] : []),
  ];
  const subject = 'allowRequest';
  if (ignored.length > 0) warn('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, listed(someOf(ignored)));
  if (allowRequest.length < 2) warn('CALLBACK_PARAMETER_MISSING', {}, subject);
  if (engine === undefined && usesThis(allowRequest)) warn('ALLOW_REQUEST_USES_THIS', {}, subject);
  warn('ALLOW_REQUEST_DECIDES_ALONE', {}, subject);
  return { kind: 'allow-request', allowRequest };
}

/** Whether a function uses `this`, and is not an arrow function, whose `this` does not depend on the caller. */
function usesThis(check: AllowRequest | OriginsFunction): boolean {
  const source = Function.prototype.toString.call(check);
  return /\bthis\b/.test(source) && !/^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>/.test(source);
}

function askFunction(
  check: OriginsFunction,
  { origins, from, era, semantics, missingOrigin }: HandshakeSettings,
  warn: Warn,
): AskFunction {
  if (semantics === 'documented') warn('ORIGINS_FUNCTION_ERROR_NOW_REFUSES', { from }, origins?.subject);
  if (check.length < 2) warn('CALLBACK_PARAMETER_MISSING', {}, origins?.subject);
  if (usesThis(check)) warn('ORIGINS_FUNCTION_USES_THIS', {}, origins?.subject);
  if (missingOrigin === 'allow') warn('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin');
  return {
    kind: 'function',
    check,
    given: era === 'literal' ? 'origin' : 'origin-or-referer',
    admitsWithError: semantics === 'exact',
  };
}

/** Warns about how a rule treats requests without an origin, and about a rule that refuses every request. */
function warnOfRule(rule: OriginRule, settings: HandshakeSettings, warn: Warn): void {
  if (rule.kind === 'everyone') return;
  const { from, era, semantics, missingOrigin, origins } = settings;
  const example = exampleEntry(era, semantics);
  const admits = compileDecision(rule);
  const admitsMissing = admits({});
  if (admits({ origin: 'null' }))
    warn('NULL_ORIGIN_ADMITTED', { from, missingToo: admitsMissing }, origins?.subject);
  else if (admitsMissing) warn('MISSING_ORIGIN_ADMITTED', { from, example }, origins?.subject);
  if (!admitsMissing && missingOrigin === 'allow')
    warn('MISSING_ORIGIN_NOW_ADMITTED', { from }, 'missingOrigin');
  if (!admitsMissing && missingOrigin === 'as-v2')
    warn('MISSING_ORIGIN_REFUSED', { from, looksAtReferer: rule.kind !== 'literal-list' }, origins?.subject);
  // v2 could find something in a string with such an entry: ORIGIN_NOT_PARSEABLE says so.
  const onlyNow =
    rule.kind === 'allow-list' && typeof origins?.value === 'string' && couldBeFoundIn(origins.value);
  if (refusesEveryone(rule) && !onlyNow) warn('ORIGINS_REFUSE_EVERYONE', { from, example }, origins?.subject);
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
