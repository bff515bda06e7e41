import type * as t from '@babel/types';
import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warning.js';
import { warningOf } from './warning-of.js';

/** Thrown while a place is being read, where it cannot be proven what it means; nothing has been edited by then. */
export class LeftToPerson extends Error {
  constructor(
    readonly warning: Warning,
    readonly node: t.Node,
  ) {
    super(warning.message);
  }
}

/** Leaves a place to a person. */
export function leave<Code extends WarningCode>(
  node: t.Node,
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): never {
  throw new LeftToPerson(warningOf(code, args, subject), node);
}
