import type { Binding } from './types.js';

/** Whether a variable is exported where it is declared; what is declared within something that is exported is not. */
export function isExported({ path }: Binding): boolean {
  return path.parentPath?.parentPath?.isExportNamedDeclaration() ?? false;
}
