/** The built files that loading some of them loads: what they import or require, and so on. */
export function staticImportsOf(files: readonly string[]): Set<string>;
