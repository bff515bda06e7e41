import type { NodePath, t } from './types.js';

/** Whether a function reads its own `this`. */
export function readsThis(body: NodePath<t.Function>): boolean {
  if (body.isArrowFunctionExpression()) return false;
  let reads = false;
  body.traverse({
    ThisExpression: () => {
      reads = true;
    },
    FunctionDeclaration: (path) => path.skip(),
    FunctionExpression: (path) => path.skip(),
  });
  return reads;
}

/** Whether a function reads its own `arguments`. */
export function readsArguments(body: NodePath<t.Function>): boolean {
  if (body.isArrowFunctionExpression()) return false;
  let reads = false;
  body.traverse({
    Identifier: (path) => {
      reads ||= path.node.name === 'arguments';
    },
  });
  return reads;
}
