import { openProgram } from '../ast/open-program.js';
import type { t } from '../ast/types.js';
import type { MigrateOptions } from '../types.js';
import { SourceFile } from './source-file.js';

/** A file's code and its syntax tree, ready to be read and edited. */
export function openFile(
  code: string,
  parsed: t.File,
  options: { readonly filename: string } & MigrateOptions,
): SourceFile {
  return new SourceFile(code, options.filename, openProgram(parsed), parsed.comments ?? [], options);
}
