import traverseModule from '@babel/traverse';

// Babel's packages are CommonJS; whoever imports them as ES modules finds the function one step further down.
const interop = traverseModule as unknown as typeof traverseModule & { default?: typeof traverseModule };

/** `@babel/traverse`, whichever way it was loaded. */
export const traverse = interop.default ?? interop;
export type { Binding, NodePath, Scope } from '@babel/traverse';
export type * as t from '@babel/types';
