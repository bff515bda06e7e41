export type * as t from '@babel/types';
export type { Binding, NodePath, Scope } from '../scope/node-path.js';
