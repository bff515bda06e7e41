import { isWildcard, keysOf, parseOriginKey, serializedOrigins, substringKeysOf } from './origin-key.js';
import { isSerialized, originParts } from './origin-parts.js';
import type {
  AllowList,
  LiteralList,
  MissingOrigin,
  OriginHeaders,
  OriginRule,
  SubstringSearch,
} from './policy.js';

/** Says whether a handshake with these headers is admitted. */
export type Decision = (headers: OriginHeaders) => boolean;

/**
 * Compiles a rule into a decision whose cost does not grow with the number of origins: one look-up for an origin
 * that stands in the list as browsers write it, and a handful for any other.
 *
 * @param rule who is admitted
 * @param missingOrigin whether requests with neither `Origin` nor `Referer` are admitted whatever the rule says
 * @example compileDecision({ kind: 'allow-list', keys: ['https://example.com:443'] })({ origin: 'https://example.com' }) // true
 */
export function compileDecision(rule: OriginRule, missingOrigin: MissingOrigin = 'as-v2'): Decision {
  return admitting(missingOrigin, compileRule(rule));
}

/**
 * The same decision, for whoever asks a few times: compiling looks at every origin of a list.
 *
 * @example decisionOf({ kind: 'allow-list', keys: ['*:80'] })({}) // true
 */
export function decisionOf(rule: OriginRule): Decision {
  switch (rule.kind) {
    case 'everyone':
      return () => true;
    case 'allow-list':
      return decideByValue(admittedBy(rule));
    case 'substring-search':
      return decideByValue((value) => occursIn(rule.text, value));
    case 'literal-list':
      return decideLiterally(rule);
  }
}

/** Decides one request. */
export function decide(
  rule: OriginRule,
  headers: OriginHeaders,
  missingOrigin: MissingOrigin = 'as-v2',
): boolean {
  return admitting(missingOrigin, decisionOf(rule))(headers);
}

function admitting(missingOrigin: MissingOrigin, decision: Decision): Decision {
  if (missingOrigin === 'as-v2') return decision;
  return (headers) => (!headers.origin && !headers.referer) || decision(headers);
}

function compileRule(rule: OriginRule): Decision {
  if (rule.kind === 'allow-list') return compileAllowList(rule);
  return rule.kind === 'substring-search' ? compileSubstringSearch(rule) : decisionOf(rule);
}

function admittedBy({ keys }: AllowList): (value: string) => boolean {
  const listed = new Set(keys);
  return (value) => {
    const parts = originParts(value);
    return parts !== undefined && keysOf(parts).some((key) => listed.has(key));
  };
}

function compileAllowList(rule: AllowList): Decision {
  const { keys } = rule;
  const admits = admittedBy(rule);
  const known = knownOrigins(keys, admits);
  // Where every key names its scheme, an origin as browsers write it is known or it is not admitted.
  const allKnown = keys.every((key) => key.includes('//'));
  return decideByValue((value) => known.has(value) || (!(allKnown && isSerialized(value)) && admits(value)));
}

function compileSubstringSearch({ text }: SubstringSearch): Decision {
  const entries = text.split(/[\s,|]/);
  // What an entry admits by itself the whole text admits too, and it is found without searching that.
  const known = new Set(
    entries.flatMap((entry) => [...knownOrigins([entry], (value) => occursIn(entry, value))]),
  );
  return decideByValue((value) => known.has(value) || occursIn(text, value));
}

function occursIn(text: string, value: string): boolean {
  const parts = originParts(value);
  return parts !== undefined && substringKeysOf(parts).some((key) => text.includes(key));
}

/** The origins that some keys admit, as they stand in the header: those are found without taking them apart. */
function knownOrigins(keys: readonly string[], admits: (value: string) => boolean): ReadonlySet<string> {
  const candidates = keys.flatMap((key) => {
    const parsed = parseOriginKey(key);
    return parsed === undefined || isWildcard(parsed) ? [] : serializedOrigins(parsed);
  });
  return new Set(candidates.filter(admits));
}

function decideByValue(admits: (value: string) => boolean): Decision {
  return (headers) => {
    const value = originOrReferer(headers);
    return value !== '' && admits(value);
  };
}

function decideLiterally({ origins, admitsNoOrigin }: LiteralList): Decision {
  const listed = new Set(origins);
  return ({ origin }) => (origin ? listed.has(origin) : admitsNoOrigin);
}

/**
 * The value that v2 checked: `Origin`, else `Referer`, else `*`; the literal `null` becomes `*`, so that entries
 * as `*:80` admit it. From Socket.IO 1.4.0 to 2.5.1, but for 2.4.0.
 */
export function originOrReferer({ origin, referer }: OriginHeaders): string {
  const value = origin || referer;
  return value === undefined || value === 'null' ? '*' : value;
}
