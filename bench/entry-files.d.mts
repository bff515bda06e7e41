/** The files that entries of a package, as './server', lead to on a server: in each form, for Node and for bundlers. */
export function entryFilesOf(folder: string, ...entries: string[]): string[];
