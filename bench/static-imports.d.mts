/** The built files that some files load: those that they import or require, and so on. */
export function staticImportsOf(files: readonly string[]): Set<string>;
