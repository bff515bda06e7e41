export type * as t from '@babel/types';
export type { Binding, NodePath, Scope } from './node-path.js';
