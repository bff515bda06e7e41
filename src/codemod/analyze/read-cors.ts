import { writtenValue } from '../ast/bound-values.js';
import { evaluate } from '../ast/evaluate.js';
import { propertyOf } from '../ast/property-of.js';
import type { NodePath, t } from '../ast/types.js';

/** Which origins v4's `cors` lets read: all, or what its entries match. */
export type CorsReaders = 'all' | readonly (string | RegExp)[];

/**
 * Reads the `cors` option of v4 as the cors package does.
 *
 * @param options the server's options, where it has some
 * @returns undefined where only running the code would tell
 */
export function readCors(options: NodePath<t.ObjectExpression> | undefined): CorsReaders | undefined {
  const cors = options && propertyOf(options, 'cors');
  if (cors === undefined) return [];
  if (cors.isObjectMethod()) return undefined;
  const object = writtenValue(cors.get('value') as NodePath);
  if (!object.isObjectExpression()) {
    const known = evaluate(object);
    return known && (known.value ? 'all' : []);
  }
  if (object.node.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const origin = propertyOf(object, 'origin');
  if (origin === undefined) return 'all';
  const known = origin.isObjectMethod() ? undefined : evaluate(origin.get('value') as NodePath);
  return known && readersOf(known.value);
}

function readersOf(origin: unknown): CorsReaders | undefined {
  if (origin === undefined || origin === true || origin === '*') return 'all';
  const entries = Array.isArray(origin) ? origin : [origin];
  if (!entries.every((entry) => typeof entry === 'string' || entry instanceof RegExp))
    return origin ? undefined : [];
  return entries.filter((entry) => entry !== '');
}
