import { allOf, nameOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { importedValue } from '../detect/module-value.js';
import type { Edit } from '../edits/edits.js';

export interface GlobalTypes {
  readonly edits: readonly Edit[];
  /** References that v4 has a type for, which the edits rewrite. */
  readonly rewritten: readonly NodePath[];
  /** References that v4 has no type for. */
  readonly left: readonly NodePath[];
}

/** The global namespaces of @types/socket.io and @types/socket.io-client, and v4's types instead of theirs. */
const NAMESPACES = new Map([
  [
    'SocketIO',
    {
      module: 'socket.io',
      types: new Map([
        ['Server', 'Server'],
        ['Socket', 'Socket'],
        ['Namespace', 'Namespace'],
        // Every option was optional in the types of v2.
        ['ServerOptions', 'Partial<ServerOptions>'],
        ['Handshake', "Socket['handshake']"],
      ]),
    },
  ],
  [
    'SocketIOClient',
    {
      module: 'socket.io-client',
      types: new Map([
        ['Socket', 'Socket'],
        ['Manager', 'Manager'],
        ['ConnectOpts', 'Partial<ManagerOptions & SocketOptions>'],
      ]),
    },
  ],
]);

/** The parents of a type that a class implements, or an interface extends; the parser names them in different ways. */
const HERITAGE = /^TS(?:ExpressionWithTypeArguments|ClassImplements|InterfaceHeritage)$/;

/**
 * Rewrites types of the global namespaces `SocketIO` and `SocketIOClient`, which v4 does not have, to imported types. A
 * module gets an `import type`. An import would turn another file into a module, so that gets `import('…')` types.
 *
 * @param code the file's code
 * @param isFrozen whether a node must not be edited; its types are left out
 * @param becomesV4 whether the code is written for v2, and will run on v4 itself: then imported `ServerOptions` are rewritten too
 * @example globalTypes(program, code) // 'let io: SocketIO.Server' → "let io: import('socket.io').Server"
 */
export function globalTypes(
  program: NodePath<t.Program>,
  code: string,
  isFrozen: (node: t.Node) => boolean = () => false,
  becomesV4 = true,
): GlobalTypes {
  const rewritten: NodePath[] = [];
  const left: NodePath[] = [];
  const edits: Edit[] = [];
  const imports = new TypeImports(program, code);
  const visit = (path: NodePath, namespace: t.Node, name: string) => {
    if (namespace.type !== 'Identifier' || path.scope.hasBinding(namespace.name)) return;
    const known = NAMESPACES.get(namespace.name);
    if (known === undefined || isFrozen(path.node)) return;
    const type = known.types.get(name);
    const isWhole = path.parent.type === 'TSTypeReference' || path.parent.type === 'TSTypeQuery';
    // A class and an interface can only extend a name.
    if (type === undefined || !(isWhole || /^[\w<>]+$/.test(type))) {
      left.push(path);
      return;
    }
    rewritten.push(path);
    edits.push({
      start: path.start,
      end: path.end,
      text: imports.quoted(
        type.replace(/\b(?!Partial)[A-Z]\w*/g, (needed) => imports.localName(known.module, needed)),
      ),
    });
  };
  for (const path of becomesV4 ? allOf(program, 'TSTypeReference') : []) {
    const { start, end } = path.node.typeName;
    if (!isServerOptions(path) || isFrozen(path.node)) continue;
    edits.push({ start: start as number, end: start as number, text: 'Partial<' });
    edits.push({ start: end as number, end: end as number, text: '>' });
  }
  program.traverse({
    TSQualifiedName: (path) => visit(path, path.node.left, path.node.right.name),
    // In `class A implements SocketIO.Server`, the type is an expression.
    MemberExpression: (path) => {
      const { object, property, computed } = path.node;
      if (HERITAGE.test(path.parent.type)) visit(path, object, nameOf(property, computed) ?? '');
    },
  });
  return { edits: [...edits, ...imports.edits()], rewritten, left };
}

/**
 * Whether a type is the imported `ServerOptions` of Socket.IO, and not a part of `Partial<ServerOptions>` or the like. In
 * v4, some of its members are required, so an object with a few options does not fit it.
 */
function isServerOptions({ node: { typeName }, scope, parentPath }: NodePath<t.TSTypeReference>): boolean {
  const [root, name] =
    typeName.type === 'Identifier'
      ? [typeName, undefined]
      : typeName.left.type === 'Identifier'
        ? [typeName.left, typeName.right.name]
        : [];
  const binding = root && scope.getBinding(root.name);
  const value = binding && importedValue(binding, ['socket.io']);
  const isWhole = parentPath?.parent?.type !== 'TSTypeReference';
  return isWhole && value !== undefined && (name ?? value.name) === 'ServerOptions';
}

/** The local names of imported types, and the imports that they need. */
class TypeImports {
  readonly #added = new Map<string, Map<string, string>>();
  readonly #taken: Set<string>;
  readonly #quote: string;
  readonly #isModule: boolean;

  constructor(
    readonly program: NodePath<t.Program>,
    readonly code: string,
  ) {
    this.#taken = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    this.#quote = code.split('"').length > code.split("'").length ? '"' : "'";
    this.#isModule = program.node.body.some(({ type }) =>
      /^(?:Import|Export)|^TSExportAssignment|^TSImportEquals/.test(type),
    );
  }

  /** Text with the quotes of the file. */
  quoted(text: string): string {
    return text.replace(/'/g, this.#quote);
  }

  localName(module: string, name: string): string {
    if (!this.#isModule) return `import('${module}').${name}`;
    const known = this.#imported(module, name) ?? this.#added.get(module)?.get(name);
    if (known !== undefined) return known;
    const names = this.#added.get(module) ?? new Map<string, string>();
    this.#added.set(module, names);
    // The migration of a server's construction adds an import of Server itself.
    const isFree = !this.#isNamed(name) && !(name === 'Server' && this.#loads(module));
    const prefixed = `SocketIO${name}`;
    let local = isFree ? name : prefixed;
    for (let number = 2; this.#taken.has(local) && local !== name; number++) local = `${prefixed}${number}`;
    this.#taken.add(local);
    names.set(name, local);
    return local;
  }

  /** Whether the file uses the name other than in `SocketIO.Server`. */
  #isNamed(name: string): boolean {
    return new RegExp(`(?<!\\b(?:SocketIO|SocketIOClient)\\s*\\.\\s*)\\b${name}\\b`).test(this.code);
  }

  #loads(module: string): boolean {
    return this.code.includes(`'${module}'`) || this.code.includes(`"${module}"`);
  }

  #imported(module: string, name: string): string | undefined {
    for (const statement of this.program.node.body) {
      if (statement.type !== 'ImportDeclaration' || statement.source.value !== module) continue;
      for (const specifier of statement.specifiers) {
        if (specifier.type === 'ImportSpecifier' && nameOf(specifier.imported) === name)
          return specifier.local.name;
      }
    }
    return undefined;
  }

  /** The edits that add the imports after the last one of the file. */
  edits(): Edit[] {
    if (this.#added.size === 0) return [];
    const eol = /\r\n/.test(this.code) ? '\r\n' : '\n';
    const imports = this.program.node.body.filter(
      ({ type }) => type === 'ImportDeclaration' || type === 'TSImportEqualsDeclaration',
    );
    const last = imports.at(-1);
    const semicolon = last === undefined || this.code[(last.end as number) - 1] === ';' ? ';' : '';
    const lines = [...this.#added].map(([module, names]) => {
      const specifiers = [...names].map(([name, local]) => (name === local ? name : `${name} as ${local}`));
      return `import type { ${specifiers.join(', ')} } from ${this.#quote}${module}${this.#quote}${semicolon}`;
    });
    const start = last?.end ?? this.program.node.body[0]?.start ?? 0;
    const text = last ? lines.map((line) => eol + line).join('') : lines.map((line) => line + eol).join('');
    return [{ start, end: start, text }];
  }
}
