import type * as t from '@babel/types';
import { BLOCK_PARENTS, FUNCTION_PARENTS, LOOPS, PATTERNS } from './node-kinds.js';
import type { Binding, BindingKind, NodePath, Scope } from './node-path.js';

/** A binding while it is being filled. */
export class FileBinding implements Binding {
  readonly constantViolations: NodePath[] = [];
  readonly referencePaths: NodePath[] = [];
  #reassigned: Set<NodePath> | undefined;

  constructor(
    readonly identifier: t.Identifier,
    readonly scope: FileScope,
    readonly path: NodePath,
    readonly kind: BindingKind,
  ) {
    // In a loop, it gets a value in each iteration.
    if ((kind === 'var' || kind === 'hoisted') && isInitInLoop(path)) this.reassign(path);
  }

  get constant(): boolean {
    return this.constantViolations.length === 0;
  }

  get references(): number {
    return this.referencePaths.length;
  }

  reassign(path: NodePath): void {
    this.#reassigned ??= new Set();
    if (this.#reassigned.has(path)) return;
    this.#reassigned.add(path);
    this.constantViolations.push(path);
  }

  reference(path: NodePath): void {
    // The same path comes twice in a row, if ever: `export` with two names of one declaration.
    if (this.referencePaths[this.referencePaths.length - 1] !== path) this.referencePaths.push(path);
  }
}

function isInitInLoop(path: NodePath): boolean {
  const hasValue = path.node.type !== 'VariableDeclarator' || Boolean(path.node.init);
  for (let at: NodePath = path; at.parentPath; at = at.parentPath) {
    const { type } = at.parentPath.node;
    if (FUNCTION_PARENTS.has(type)) return false;
    if (at.key === 'left' && at.parentPath.isForXStatement()) return true;
    if (hasValue && at.key === 'body' && LOOPS.has(type)) return true;
  }
  return false;
}

/** A scope while its names are being collected. */
export class FileScope implements Scope {
  readonly bindings = new Map<string, FileBinding>();

  constructor(
    readonly path: NodePath,
    readonly parent: FileScope | undefined,
  ) {}

  getBinding(name: string): FileBinding | undefined {
    return this.#lookUp(name, true);
  }

  /** Like `getBinding`, but also looks through `with`, in which a name may mean a variable further out. */
  mayBeBinding(name: string): FileBinding | undefined {
    return this.#lookUp(name, false);
  }

  hasBinding(name: string, _noGlobals: true): boolean {
    for (let scope: FileScope | undefined = this; scope; scope = scope.parent) {
      if (scope.bindings.has(name)) return true;
    }
    return false;
  }

  /** Declares a name. A second declaration counts as a further value of the variable. */
  declare(identifier: t.Identifier, kind: BindingKind, path: NodePath): void {
    const known = this.bindings.get(identifier.name);
    if (known === undefined)
      this.bindings.set(identifier.name, new FileBinding(identifier, this, path, kind));
    // A namespace or an enum beside a variable of its name adds to it.
    else if (known.identifier !== identifier && !/^TS(?:Module|Enum)/.test(path.node.type))
      known.reassign(path);
  }

  /** The scope that a `var` belongs to. */
  functionScope(): FileScope {
    return this.#outer(({ path }) => FUNCTION_PARENTS.has(path.node.type));
  }

  /** The scope that a `let` belongs to. */
  blockScope(): FileScope {
    return this.#outer(({ path }) => BLOCK_PARENTS.has(path.node.type));
  }

  #outer(test: (scope: FileScope) => boolean): FileScope {
    let scope: FileScope = this;
    while (scope.parent && !test(scope)) scope = scope.parent;
    return scope;
  }

  #lookUp(name: string, isSure: boolean): FileBinding | undefined {
    let inner: FileScope | undefined;
    for (let scope: FileScope | undefined = this; scope; scope = scope.parent) {
      const { type } = scope.path.node;
      const binding = scope.bindings.get(name);
      // The default value of a parameter does not see the variables of the body.
      const isOutOfSight =
        inner !== undefined &&
        PATTERNS.has(inner.path.node.type) &&
        binding?.kind !== 'param' &&
        binding?.kind !== 'local';
      if (binding !== undefined && !isOutOfSight) return binding;
      if (binding === undefined && name === 'arguments' && hasArguments(type)) return undefined;
      if (isSure && type === 'WithStatement') return undefined;
      inner = scope;
    }
    return undefined;
  }
}

function hasArguments(type: string): boolean {
  return type !== 'ArrowFunctionExpression' && /^Function|Method$/.test(type);
}
