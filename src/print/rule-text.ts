import { decide } from '../origins/decide.js';
import type { OriginRule, Policy } from '../origins/policy.js';
import { originMatchers } from '../v4/cors-origin.js';
import { entriesText, originCheckText } from './origin-check-text.js';
import { bracketed, literal, type SourceStyle } from './source-style.js';
import type { ListSource, OriginSource } from './source-text.js';

/** A rule as source text: the declarations, and how the options use them. */
export interface RuleText {
  readonly origin: OriginSource;
  readonly declarations: readonly string[];
}

/** Prints a rule, as a list of origins if possible. */
export function ruleText(
  rule: OriginRule,
  { era, semantics }: Pick<Policy, 'era' | 'semantics'>,
  style: SourceStyle,
): RuleText {
  const name = 'allowedOrigins';
  switch (rule.kind) {
    case 'everyone':
      return { origin: { kind: 'everyone' }, declarations: [] };
    case 'substring-search': {
      const check = 'isAllowedOrigin';
      const list = entriesText(literal(rule.text, style), 'string', semantics, style);
      const { typescript } = style;
      return {
        origin: { kind: 'check', name: check },
        declarations: [
          `const ${name} = ${list};`,
          originCheckText(check, name, { era, semantics, typescript }),
        ],
      };
    }
    case 'literal-list':
    case 'allow-list': {
      const matchers = originMatchers(rule);
      return { origin: listSource(rule, name, matchers), declarations: listText(name, matchers, style) };
    }
  }
}

/**
 * How the options use a list that the code declares.
 *
 * @param matchers what the list holds
 */
export function listSource(
  rule: Extract<OriginRule, { kind: 'literal-list' | 'allow-list' }>,
  name: string,
  matchers: readonly (string | RegExp)[],
): ListSource {
  const entries = kindOf(matchers);
  return rule.kind === 'literal-list'
    ? { kind: rule.kind, name, entries, admitsNoOrigin: rule.admitsNoOrigin }
    : { kind: 'list', name, entries, admitsNull: decide(rule, {}) };
}

/** The types of the entries in a list. */
export function kindOf(matchers: readonly (string | RegExp)[]): ListSource['entries'] {
  if (matchers.length === 0) return 'none';
  const strings = matchers.filter((matcher) => typeof matcher === 'string').length;
  return strings === 0 ? 'patterns' : strings === matchers.length ? 'strings' : 'both';
}

function listText(name: string, matchers: readonly (string | RegExp)[], style: SourceStyle): string[] {
  if (matchers.length === 0) return [];
  const items = matchers.map((matcher) => literal(matcher, style));
  return [`const ${name} = ${bracketed('[', items, ']', style, `const ${name} = ;`.length)};`];
}
