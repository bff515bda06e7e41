import { codemodCatalogue } from '../../messages/codemod.js';
import { programCatalogue } from '../../messages/program.js';
import { catalogue, type Texts, type WarningArgs, type WarningCode } from '../../messages/settings.js';
import { type Warning, warningWith } from '../../messages/warn.js';
import type { NodePath } from '../ast/path.js';

/** Aborts the migration of one server that needs manual review. Its edits are taken back. */
export class ManualReview extends Error {
  constructor(
    readonly warning: Warning,
    readonly path: NodePath,
  ) {
    super(warning.message);
  }
}

/** Ends the migration of a server with a finding for manual review. */
export function bail<Code extends WarningCode>(
  path: NodePath,
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): never {
  throw new ManualReview(warningOf(code, args, subject), path);
}

/** Ends the migration of a server whose origins cannot be proven. */
export function bailOnOrigins(path: NodePath, why: string, subject = 'origins'): never {
  return bail(path, 'ORIGINS_NOT_MIGRATED', { why }, subject);
}

/**
 * Ends the migration of a server whose options cannot be read.
 *
 * @param hasCheck whether they are those of `attach()` or `listen()`, and have the app's own `allowRequest`
 */
export function bailOnOptions(path: NodePath, why: string, hasCheck = false): never {
  return bail(path, 'OPTIONS_NOT_READABLE', { why, hasCheck });
}

/** The result of a step, or the reason for review if it bails out. */
export function unlessReview<Result>(run: () => Result): Result | ManualReview {
  try {
    return run();
  } catch (error) {
    if (error instanceof ManualReview) return error;
    throw error;
  }
}

/** The texts of the codemod: the translator's about settings, and its own about code. */
export const codemodTexts: Texts = { ...catalogue, ...codemodCatalogue, ...programCatalogue };

/**
 * Builds a warning from the catalogues of settings and of code.
 *
 * @param subject the setting or entry it is about, such as `origins[0]: "https://example.com"`
 */
export function warningOf<Code extends WarningCode>(
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
): Warning {
  return warningWith(codemodTexts[code], code, args, subject, 'source');
}
