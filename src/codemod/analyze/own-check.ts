import { evaluate } from '../ast/evaluate.js';
import type { NodePath } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import { bail } from './manual-review.js';
import { functionOf, isBound } from './setting-value.js';

/**
 * The app's own `allowRequest`, which replaced v2's check of the origin.
 *
 * @param value what is given as `allowRequest`
 * @param isGuarded whether v2 refused anybody without it
 * @returns undefined where there is none
 * @throws ManualReview where there may be none, so that the origins may count
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

/** Whether a value is a function of this file. What another file exports may be nothing. */
export function isSurelyFunction(value: NodePath): boolean {
  return functionOf(value) !== undefined || isBound(unwrap(value));
}
