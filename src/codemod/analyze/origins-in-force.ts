import type { NodePath } from '../ast/types.js';
import { admitsEveryone } from './admits-everyone.js';
import { leave } from './manual-review.js';
import type { ReadOptions } from './read-options.js';
import type { Releases } from './read-origins.js';
import { chainTop, type OriginsCall } from './setting-calls.js';
import { settingOf } from './setting-of.js';
import { settingValue } from './setting-value.js';

/** The setting that v2 heeded: the last call, else the option. */
export function originsInForce(options: ReadOptions, calls: readonly OriginsCall[], releases: Releases) {
  const option = settingOf(options, 'origins');
  const last = calls[calls.length - 1];
  for (const { call, isChained } of calls) {
    const statement = chainTop(call).parentPath;
    const isStatement = statement?.isExpressionStatement() && statement.inList;
    if (!isStatement && !isChained) leaveConditional(call);
  }
  const isLoose = calls.some(({ isInLine }) => !isInLine);
  if (isLoose) {
    const admitEveryone = [...calls.map(({ argument }) => argument), ...(option ? [option] : [])].every(
      (path) => admitsEveryone(path, releases),
    );
    const loose = calls.find(({ isInLine }) => !isInLine) as OriginsCall;
    if (!admitEveryone || (option === undefined && releases.era === 'literal')) leaveConditional(loose.call);
  }
  for (const { argument } of calls.slice(0, -1)) {
    if (
      settingValue(argument).kind === 'run-time' &&
      !argument.isIdentifier() &&
      !argument.isMemberExpression()
    )
      leave(argument.node, 'ORIGINS_SET_CONDITIONALLY', {}, 'origins');
  }
  if (last !== undefined)
    return { value: settingValue(last.argument), isOption: false, path: last.argument, call: last.call.node };
  if (option === undefined) return undefined;
  return { value: settingValue(option), isOption: true, path: option, call: undefined };
}

/** Says why a call cannot be folded into the options: branches, a condition, or another function. */
function leaveConditional(call: NodePath): never {
  const owner = call.getFunctionParent();
  const condition = call.findParent(
    (parent) => parent.isIfStatement() || parent.isConditionalExpression() || parent.isSwitchStatement(),
  );
  if (condition === null || (owner !== null && condition.isAncestor(owner)))
    return leave(call.node, 'ORIGINS_SET_LATER', {}, 'origins');
  let outermost: NodePath = condition;
  while (outermost.key === 'alternate' && outermost.parentPath?.isIfStatement())
    outermost = outermost.parentPath;
  const hasTwo = !outermost.isIfStatement() || outermost.node.alternate !== null;
  return leave(
    outermost.node,
    hasTwo ? 'ORIGINS_SET_IN_TWO_BRANCHES' : 'ORIGINS_SET_CONDITIONALLY',
    {},
    'origins',
  );
}
