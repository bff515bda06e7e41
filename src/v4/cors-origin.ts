import { compileDecision, decide } from '../origins/decide.js';
import { parseOriginKey, serializedOrigins } from '../origins/origin-key.js';
import type { AllowList, LiteralList, OriginRule } from '../origins/policy.js';
import { originPattern } from './origin-pattern.js';

/** What `cors.origin` takes: `true` reflects every origin, strings are compared letter for letter. */
export type CorsOrigin = true | (string | RegExp)[] | AskedOrigin;
type AskedOrigin = (origin: string | undefined, callback: (error: null, allow: boolean) => void) => void;

/**
 * The origins that a rule admits, as the `cors` package wants them: one string for each that browsers send, and one
 * anchored regular expression for each key that stands for many. Long lists become a function that looks them up.
 */
export function corsOrigin(rule: OriginRule): CorsOrigin {
  switch (rule.kind) {
    case 'everyone':
      return true;
    case 'literal-list':
      return rule.origins.length > WALKED_AT_MOST ? asked(rule) : originMatchers(rule);
    case 'allow-list':
      return rule.keys.length > WALKED_AT_MOST ? asked(rule) : originMatchers(rule);
    case 'substring-search':
      return asked(rule);
  }
}

/** The matchers of a list, however long: strings for what browsers send, and regular expressions. */
export function originMatchers(rule: AllowList | LiteralList): (string | RegExp)[] {
  if (rule.kind === 'literal-list') return [...rule.origins];
  const nullOrigin = decide(rule, { origin: 'null' }) ? ['null'] : [];
  return [...rule.keys.flatMap(matcherOf), ...nullOrigin];
}

/** The cors package walks an array from end to end; what a request costs is not to grow with the list. */
const WALKED_AT_MOST = 100;

function asked(rule: OriginRule): AskedOrigin {
  const admits = compileDecision(rule);
  return (origin, callback) => callback(null, origin !== undefined && admits({ origin }));
}

function matcherOf(key: string): (string | RegExp)[] {
  const parsed = parseOriginKey(key);
  if (parsed === undefined) return [];
  // The first is the one without a default port, as browsers write it.
  return parsed.protocol === '*' ? [originPattern(parsed)] : serializedOrigins(parsed).slice(0, 1);
}
