import { own } from '../../print/source-style.js';
import { ENGINE_OPTION_OF_SETTING, SETTING_KEYS } from '../../v2/engine-options.js';
import type { ReadOptions } from '../analyze/read-options.js';
import type { SetCall } from '../analyze/setting-calls.js';
import { isAvailableAt } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import type { SourceFile } from '../edits/source-file.js';

/** The `io.set()` calls that become options. */
export interface SetPlan {
  readonly properties: readonly string[];
  readonly calls: readonly (SetCall & { readonly option: string })[];
  /** Calls that v4 has no option for. */
  readonly left: readonly SetCall[];
  /** Calls with a key that v2 did not know, so that it only printed an error. */
  readonly noops: readonly { readonly call: SetCall['call']; readonly text: string }[];
}

/** The plan for `io.set(key, value)`: a call becomes an option if v4 has one, and needs manual review otherwise. */
export function planSetCalls(
  file: SourceFile,
  calls: readonly SetCall[],
  options: ReadOptions,
  statement: NodePath<t.Statement>,
): SetPlan {
  const properties = new Map<string, string>();
  const left: SetCall[] = [];
  const moved: (SetCall & { option: string })[] = [];
  const noops: { call: SetCall['call']; text: string }[] = [];
  for (const setCall of calls) {
    const { call, key, argument } = setCall;
    const option = ENGINE_OPTION_OF_SETTING.get(key);
    if (!SETTING_KEYS.has(key) && call.parentPath?.isExpressionStatement() && call.parentPath.inList) {
      noops.push({ call, text: `io.set('${key}', …)` });
      continue;
    }
    const isPlain =
      argument !== undefined &&
      isAvailableAt(argument, statement) &&
      evaluate(argument) !== undefined &&
      call.parentPath?.isExpressionStatement() &&
      call.parentPath.inList;
    const isTaken = option !== undefined && (options.properties.has(option) || properties.has(option));
    if (option === undefined || argument === undefined || !isPlain || isTaken) {
      left.push(setCall);
      continue;
    }
    properties.set(option, `${option}: ${own(file.text(argument.node))}`);
    moved.push({ ...setCall, option });
  }
  return { properties: [...properties.values()], calls: moved, left, noops };
}
