import type * as t from '@babel/types';
import type { WarningArgs, WarningCode } from '../../messages/settings.js';
import type { Warning } from '../../messages/warn.js';
import { warningOf } from './warning-of.js';

/** Aborts the migration of one server that needs manual review. Its edits are taken back. */
export class ManualReview extends Error {
  constructor(
    readonly warning: Warning,
    readonly node: t.Node,
  ) {
    super(warning.message);
  }
}

/** Ends the migration of a server with a finding for manual review. */
export function bail<Code extends WarningCode>(
  node: t.Node,
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): never {
  throw new ManualReview(warningOf(code, args, subject), node);
}

/** Runs a step that may bail out. */
export function bailsOut(run: () => void): ManualReview | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ManualReview) return error;
    throw error;
  }
}
