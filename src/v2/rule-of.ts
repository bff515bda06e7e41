import type { OriginRule } from '../origins/policy.js';
import { arrayOrigins } from './array-origins.js';
import { literalOrigins } from './literal-origins.js';
import type { OriginsContext } from './origins-context.js';
import { stringOrigins } from './string-origins.js';

/** Who was admitted by `origins` that was given as a string or an array. */
export function ruleOf(value: string | readonly string[], context: OriginsContext): OriginRule {
  if (context.era === 'exact') return literalOrigins(value, context);
  return typeof value === 'string' ? stringOrigins(value, context) : arrayOrigins(value, context);
}
