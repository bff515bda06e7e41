import { unwrap } from '../ast/nodes.js';
import type { NodePath } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import { bail } from './manual-review.js';
import { functionOf, isBound } from './setting-value.js';

/**
 * The app's own `allowRequest`, which replaced v2's check of the origin.
 *
 * @param value the value of the option `allowRequest`
 * @param isGuarded whether v2 refused some origins without it
 * @returns undefined if there is none
 * @throws ManualReview if there may be none, so that either it or the origins decide
 */
export function ownCheck(value: NodePath | undefined, isGuarded: boolean): NodePath | undefined {
  if (value === undefined) return undefined;
  const known = value.isObjectMethod() ? undefined : evaluate(value);
  if (known !== undefined && !known.value) return undefined;
  if (isGuarded && !isSurelyFunction(value))
    bail(
      value.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'allowRequest may be a function or nothing, so either it or the origins decide' },
      'allowRequest',
    );
  return value;
}

/** Whether a value is a function of this file. An import may be undefined. */
export function isSurelyFunction(value: NodePath): boolean {
  return functionOf(value) !== undefined || isBound(unwrap(value));
}
