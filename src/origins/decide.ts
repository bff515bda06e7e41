import { bareKeysOf, keyOf, originParts } from './origin.js';
import type { AllowList, LiteralList, MissingOrigin, OriginHeaders, OriginRule } from './policy.js';

/** Says whether a handshake with these headers is allowed. */
export type Decision = (headers: OriginHeaders) => boolean;

/**
 * Compiles a rule, once, into a decision whose cost does not grow with the number of origins.
 *
 * @param rule which origins are allowed
 * @param missingOrigin `allow` allows requests with neither `Origin` nor `Referer`, even if the rule refuses them
 * @example compileDecision({ kind: 'allow-list', keys: ['https://a.com:443'] })({ origin: 'https://a.com' }) // true
 */
export function compileDecision(rule: OriginRule, missingOrigin: MissingOrigin = 'as-v2'): Decision {
  let decision = compiled.get(rule);
  if (decision === undefined) {
    decision = compileRule(rule);
    compiled.set(rule, decision);
  }
  return missingOrigin === 'as-v2' ? decision : allowingMissing(decision);
}

/** `cors` and `allowRequest` share the decision of a rule, which is data and does not change. */
const compiled = new WeakMap<OriginRule, Decision>();

/** Decides one request. */
export function decide(
  rule: OriginRule,
  headers: OriginHeaders,
  missingOrigin: MissingOrigin = 'as-v2',
): boolean {
  return compileDecision(rule, missingOrigin)(headers);
}

function allowingMissing(decision: Decision): Decision {
  return (headers) => !hasOrigin(headers) || decision(headers);
}

function compileRule(rule: OriginRule): Decision {
  switch (rule.kind) {
    case 'everyone':
      return () => true;
    case 'allow-list':
      return decideByValue(remembering(allowListed(rule)));
    case 'substring-search':
      return decideByValue(remembering((value) => occursIn(rule.text, value)));
    case 'literal-list':
      return decideLiterally(rule);
  }
}

function allowListed({ keys }: AllowList): (value: string) => boolean {
  const listed = new Set(keys);
  // If every key names its scheme, no other key of an origin can match.
  const nameSchemes = keys.every((key) => key.includes('//'));
  return (value) => {
    const parts = originParts(value);
    if (parts === undefined) return false;
    if (listed.has(keyOf(parts))) return true;
    return !nameSchemes && bareKeysOf(parts).some((key) => listed.has(key));
  };
}

function occursIn(text: string, value: string): boolean {
  const parts = originParts(value);
  return parts !== undefined && bareKeysOf(parts).some((key) => text.includes(key));
}

/** How many allowed origins are remembered: a wildcard allows any number of them. */
const REMEMBERED = 10_000;

/** Remembers the origins that were allowed, so that those of an app's own pages are decided by one look-up. */
function remembering(allows: (value: string) => boolean): (value: string) => boolean {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return true;
    if (!allows(value)) return false;
    if (known.size < REMEMBERED && isOrigin(value)) known.add(value);
    return true;
  };
}

/** Whether a value has no path. A `Referer` has one, which differs from page to page. */
function isOrigin(value: string): boolean {
  return value.length <= 255 && !value.includes('/', value.indexOf('//') + 2);
}

function decideByValue(allows: (value: string) => boolean): Decision {
  return (headers) => {
    const value = originOrReferer(headers);
    return value !== '' && allows(value);
  };
}

function decideLiterally({ origins, admitsNoOrigin }: LiteralList): Decision {
  const listed = new Set(origins);
  return (headers) => {
    const origin = header(headers, 'origin');
    return origin ? listed.has(origin) : admitsNoOrigin;
  };
}

/**
 * The value that v2 checked: `Origin`, else `Referer`, else `*`. The literal `null` becomes `*`, so that entries such
 * as `*:80` allow it. From Socket.IO 1.4.0 to 2.5.1, except 2.4.0.
 */
export function originOrReferer(headers: OriginHeaders): string {
  const value = header(headers, 'origin') || header(headers, 'referer');
  return value === undefined || value === 'null' ? '*' : value;
}

/** Whether a request has an `Origin` or a `Referer`. */
export function hasOrigin(headers: OriginHeaders): boolean {
  return Boolean(header(headers, 'origin') || header(headers, 'referer'));
}

/**
 * Reads a header. Node's headers are plain objects, and a property that a program added to `Object.prototype` is not a
 * header.
 */
export function header(headers: OriginHeaders, name: 'origin' | 'referer'): string | undefined {
  return hasOwn.call(headers, name) ? headers[name] : undefined;
}

const { hasOwnProperty: hasOwn } = Object.prototype;
