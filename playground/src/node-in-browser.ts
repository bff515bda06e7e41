/** Stands for `node:module` and `node:path`: there is nothing to require in a page, and no release installed. */
export function createRequire(): never {
  throw new Error('there are no modules of Node in a page');
}

export const dirname = createRequire;
export const join = createRequire;
