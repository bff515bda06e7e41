import { inStyle, styleOf } from '../../print/source-style.js';
import { allOf, nameOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import type { Edit } from '../edits/edits.js';
import { typeName } from './receivers.js';

export interface GlobalTypes {
  readonly edits: readonly Edit[];
  /** References that v4 has a type for, which work after the edits. */
  readonly rewritten: readonly NodePath[];
  /** References that v4 has no type for. */
  readonly left: readonly NodePath[];
}

/** The global namespaces of @types/socket.io and @types/socket.io-client, and those of their types that v4 has too. */
const NAMESPACES = new Map([
  ['SocketIO', { module: 'socket.io', types: ['Namespace', 'Server', 'ServerOptions', 'Socket'] }],
  ['SocketIOClient', { module: 'socket.io-client', types: ['Manager', 'Socket'] }],
]);

/** The parents of a type that a class implements, or an interface extends; the parser names them in different ways. */
const HERITAGE = /^TS(?:ExpressionWithTypeArguments|ClassImplements|InterfaceHeritage)$/;

/**
 * Gives a file the types of the global namespaces `SocketIO` and `SocketIOClient`, which v4 does not have. A module imports
 * the namespace. An import would turn another file into a module, so that gets `import('…')` types.
 *
 * @param code the file's code
 * @param isFrozen whether a node must not be edited; its types are left out
 * @param becomesV4 whether the code is written for v2, and will run on v4 itself: then imported `ServerOptions` are rewritten too
 * @example globalTypes(program, code, isFrozen, true) // adds "import type * as SocketIO from 'socket.io';" for `let io: SocketIO.Server`
 */
export function globalTypes(
  program: NodePath<t.Program>,
  code: string,
  isFrozen: (node: t.Node) => boolean,
  becomesV4: boolean,
): GlobalTypes {
  const rewritten: NodePath[] = [];
  const left: NodePath[] = [];
  const edits: Edit[] = [];
  const imports = new Set<string>();
  const style = styleOf(code, true);
  const { body } = program.node;
  const isModule = body.some(({ type }) =>
    /^(?:Import|Export)|^TSExportAssignment|^TSImportEquals/.test(type),
  );
  const visit = (path: NodePath, namespace: t.Node, name: string) => {
    if (namespace.type !== 'Identifier' || path.scope.hasBinding(namespace.name)) return;
    const known = NAMESPACES.get(namespace.name);
    if (known === undefined || isFrozen(path.node)) return;
    // A class can only implement a name.
    const isKnown = known.types.includes(name) && (isModule || !HERITAGE.test(path.parent.type));
    (isKnown ? rewritten : left).push(path);
    const { start, end } = namespace as { start: number; end: number };
    if (isKnown && isModule) imports.add(`import type * as ${namespace.name} from '${known.module}';`);
    else if (isKnown) edits.push({ start, end, text: inStyle(`import('${known.module}')`, style) });
  };
  // In v4, some of its members are required, so an object with a few options does not fit it.
  for (const { node, scope, parentPath } of allOf(program, 'TSTypeReference')) {
    const { start, end } = node.typeName as { start: number; end: number };
    const isWhole = parentPath?.parent?.type !== 'TSTypeReference' && !isFrozen(node);
    const isToChange = becomesV4 || code.startsWith('SocketIO.', start);
    if (!isWhole || !isToChange || typeName(node, scope) !== 'socket.io ServerOptions') continue;
    edits.push({ start, end: start, text: 'Partial<' });
    edits.push({ start: end, end, text: '>' });
  }
  program.traverse({
    TSQualifiedName: (path) => visit(path, path.node.left, path.node.right.name),
    // In `class A implements SocketIO.Server`, the type is an expression.
    MemberExpression: (path) => {
      const { object, property, computed } = path.node;
      if (HERITAGE.test(path.parent.type)) visit(path, object, nameOf(property, computed) ?? '');
    },
  });
  const last = body.filter(({ type }) => /^(?:TSImportEquals|Import)Declaration$/.test(type)).at(-1);
  const at = last?.end ?? body[0]?.start ?? 0;
  for (const text of [...imports].map((line) => inStyle(line, style)))
    edits.push({ start: at, end: at, text: last ? style.eol + text : text + style.eol });
  return { edits, rewritten, left };
}
