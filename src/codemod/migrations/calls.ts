import { verbatim } from '../../print/source-style.js';
import { ENGINE_OPTION_OF_SETTING, SETTING_KEYS } from '../../v2/server-api.js';
import type { SetCall, SettingCalls } from '../analyze/calls.js';
import { warningOf } from '../analyze/manual-review.js';
import type { LegacyServer } from '../analyze/server.js';
import { isPureRead, mayHaveEffect, runsLater } from '../analyze/timing.js';
import { calleeOf, memberName } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { isAvailableAt } from '../ast/statements.js';
import { evaluate } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';
import { removeCalls } from '../edits/statements.js';
import { reportManual } from '../edits/todo.js';
import type { Migration } from './part.js';

/**
 * `io.set(key, value)` becomes an option if v4 has one, is removed if it did nothing on v2, and is reported otherwise. So is
 * `io.origins()`.
 */
export const otherCalls: Migration<LegacyServer> = (file, { calls, options, origins, statement }) => {
  const properties = new Map<string, string>();
  const removed: RemovedCall[] = [...calls.noops];
  const left: SetCall[] = [];
  for (const one of calls.set) {
    const { call, key, argument, isInLine } = one;
    const option = ENGINE_OPTION_OF_SETTING.get(key);
    const text = `io.set('${key}', …)`;
    const isGiven = option !== undefined && (options.properties.has(option) || properties.has(option));
    const isKnown =
      argument !== undefined && isInLine && isAvailableAt(argument, statement) && evaluate(argument);
    // io.set('log level', init()): only the setting did nothing.
    if (!SETTING_KEYS.has(key) && !runsCode(call)) removed.push({ call, text });
    else if (option && isKnown && !isGiven) {
      properties.set(option, `${option}: ${verbatim(file.text(argument.node))}`);
      removed.push({ call, text, option });
    } else left.push(one);
  }
  return {
    options: [...properties.values()],
    edit: () => {
      removeOtherCalls(file, removed, origins.kind === 'assigned' ? [] : calls.origins);
      reportLeftCalls(file, left, calls.getters);
    },
  };
};

interface RemovedCall {
  readonly call: SetCall['call'];
  /** The call as the report names it. */
  readonly text: string;
  /** The option that it becomes. */
  readonly option?: string;
}

/**
 * Removes calls, and reports them.
 *
 * @param origins the calls of `io.origins()` that are removed as well
 */
export function removeOtherCalls(
  file: SourceFile,
  removed: readonly RemovedCall[],
  origins: SettingCalls['origins'],
): void {
  removeCalls(file, removed, origins);
  for (const { call, text, option } of removed)
    file.report('REWRITTEN_FOR_V4', { kind: 'call', call: text, option }, call.node);
}

/** Reports calls that throw on v4, or return something else. */
export function reportLeftCalls(
  file: SourceFile,
  set: readonly SetCall[],
  getters: SettingCalls['getters'],
): void {
  for (const { call, key } of set)
    reportManual(file, call, warningOf('CALL_HAS_NO_EQUIVALENT', { key }, `set('${key}')`));
  for (const call of getters)
    reportManual(file, call, warningOf('CALL_HAS_NO_EQUIVALENT', { key: undefined }, 'origins'));
}

/** Whether an argument of a call runs code that may have an effect, and does more than read a value or hold a function. */
function runsCode(call: NodePath<t.CallExpression>): boolean {
  // config.get('log level')
  const isGet = (path: NodePath) => path.is('CallExpression') && memberName(calleeOf(path)) === 'get';
  return call
    .get('arguments')
    .some((one) => !isPureRead(one) && mayHaveEffect(one, (path) => isGet(path) || runsLater(path, one)));
}
