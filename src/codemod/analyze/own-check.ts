import { readsThis, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { evaluate } from '../ast/values.js';
import type { ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { callbackCalls, functionOf, isBound, isStringOrNothing } from './functions.js';
import { importedFunction } from './imported-function.js';
import { bailOnOrigins } from './manual-review.js';

/** The app's own `allowRequest`, which replaced v2's check of the origin. */
export interface OwnCheck {
  readonly value: NodePath;
  readonly body: NodePath<t.Function> | undefined;
  /** Whether it is certainly a function. An import may be undefined. */
  readonly isFunction: boolean;
  /**
   * The reasons for a refusal that are not strings, or may not be, so that v4 cannot send them; undefined if the callback
   * cannot be followed. v2's docs had numbers.
   */
  readonly reasons: readonly NodePath[] | undefined;
}

/** Reads the reasons that a function of `(request, callback)` calls back with. */
function refusalReasons(body: NodePath<t.Function> | undefined): OwnCheck['reasons'] {
  return callbackCalls(body)?.flatMap((call) => {
    const [reason, allowed] = call.get('arguments');
    const isRefusal = !(allowed && unwrap(allowed).is('BooleanLiteral', { value: true }));
    return reason && isRefusal && !isStringOrNothing(reason) ? [reason] : [];
  });
}

/**
 * The app's own `allowRequest`.
 *
 * @param value the value of the option
 * @param isGuarded whether v2 refused some origins without it
 * @returns undefined if there is none
 * @throws ManualReview if there may be none, so that either it or the origins decide
 */
export function ownCheck(
  file: SourceFile,
  value: NodePath | undefined,
  isGuarded: boolean,
): OwnCheck | undefined {
  if (value === undefined) return undefined;
  const known = value.is('ObjectMethod') ? undefined : evaluate(value);
  if (known !== undefined && !known.value) return undefined;
  const node = unwrap(value);
  const body = functionOf(node) ?? importedFunction(file, node);
  const isFunction = body !== undefined || isBound(node);
  if (isGuarded && !isFunction)
    bailOnOrigins(
      value,
      'allowRequest may be a function or unset, so either it or the origins decide',
      'allowRequest',
    );
  return { value, body, isFunction, reasons: refusalReasons(body) };
}

/**
 * The expression for the engine, if a function reads it as `this`: v2 called it on the engine.
 *
 * @throws ManualReview if no variable holds the server
 */
export function engineOf({ holder, call }: ServerSite, { value, body }: OwnCheck): string | undefined {
  if (body === undefined || !readsThis(body)) return undefined;
  const root = holder?.root;
  if (holder?.path === '' && typeof root === 'object' && 'identifier' in root) {
    const { name } = root.identifier;
    if (call.scope.getBinding(name) === root) return `${name}.engine`;
  }
  return bailOnOrigins(
    value,
    'allowRequest uses `this`, the Engine.IO server, and no variable holds the server',
    'allowRequest',
  );
}
