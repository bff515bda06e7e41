import { bindingOf, calleeOf, memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/path.js';
import { isExported, patternProperty } from '../ast/values.js';
import { moduleValue } from '../detect/module-value.js';
import type { ServerSite } from '../detect/server-site.js';
import { removePart } from './comments.js';
import { type LegacyName, type SourceFile, spanOf } from './source-file.js';

/**
 * Makes a construction of v2 work on v4, which exports a class: `listen()` is gone, so is `new` on the module, and the ES
 * module has neither a default export nor a callable namespace. Code that works on v4 stays as it is.
 *
 * @returns whether anything had to change
 */
export function editConstruction(file: SourceFile, { call, notation }: ServerSite): boolean {
  const callee = calleeOf(call);
  if (notation !== 'v2') return dropsDefault(file, callee);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return false;
  const isListen = memberName(callee) === 'listen';
  const named = isListen ? unwrap(callee.get('object')) : callee;
  // `socketio.default` of a namespace import
  const isDefault = memberName(named) === 'default' && moduleValue(named, ['socket.io'])?.kind === 'default';
  const holder = isDefault ? unwrap(named.get('object')) : named;
  const holderValue = moduleValue(holder, ['socket.io']);
  const text = file.text(holder.node);
  if (value.kind === 'member' && !isListen) {
    // `import { listen } from 'socket.io'`
    const name = serverFor(file, callee);
    if (name === undefined) return false;
    replaceCallee(file, call, callee, name);
  } else if (holderValue?.kind === 'default' && holder.is('Identifier')) {
    replaceCallee(file, call, callee, serverFor(file, holder) ?? `${text}.Server`);
  } else if (holderValue?.kind === 'namespace' || (isListen && holderValue?.kind === 'wrapped')) {
    // `(await import('socket.io'))` keeps its parentheses.
    replaceCallee(file, call, callee, `${holder.is('AwaitExpression') ? `(${text})` : text}.Server`);
  } else if (call.is('NewExpression')) {
    if (!takesServerApart(file, holder)) replaceCallee(file, call, callee, `${text}.Server`);
  } else if (isListen) {
    removePart(file, { start: file.outerSpan(holder.node).end, end: callee.end });
  } else return false;
  return true;
}

/** Drops the default import of `import socketio, { Server }`, if the server that needed it was migrated by hand. */
function dropsDefault(file: SourceFile, name: NodePath): boolean {
  const declaration = bindingOf(name)?.path.parentPath;
  const first = declaration?.is('ImportDeclaration') ? declaration.get('specifiers')[0] : undefined;
  if (!first?.is('ImportDefaultSpecifier') || file.releases.isModern) return false;
  const binding = bindingOf(first.get('local'));
  if (binding === undefined || binding.referencePaths.length > 0 || file.legacyNames.has(first.node))
    return false;
  file.legacyNames.set(first.node, { binding, local: undefined });
  return true;
}

/** Changes `const Server = require('socket.io')` to `const { Server } = …`, if every use is `new Server(…)`. */
function takesServerApart(file: SourceFile, holder: NodePath): boolean {
  const binding = holder.is('Identifier', { name: 'Server' }) ? holder.scope.getBinding('Server') : undefined;
  const declarator = binding?.path;
  if (!binding?.constant || !declarator?.is('VariableDeclarator')) return false;
  const isRequire = moduleValue(declarator.get('init'), ['socket.io'])?.binding === undefined;
  const areNew = binding.referencePaths.every(
    ({ key, parent }) => key === 'callee' && parent.type === 'NewExpression',
  );
  // In `io: Server`, the name means a type. The variable is not a type, so the code does not compile, and stays.
  const isType = file.style.typescript && /[:<|]\s*Server\b/.test(file.code);
  if (isType || !isRequire || !areNew || declarator.node.id.type !== 'Identifier' || isExported(binding))
    return false;
  const { start, end } = spanOf(declarator.node.id);
  if (!file.migratedNames.has(declarator.node)) file.edits.replace(start, end, '{ Server }');
  file.migratedNames.add(declarator.node);
  return true;
}

function replaceCallee(
  file: SourceFile,
  call: NodePath<t.CallExpression | t.NewExpression>,
  callee: NodePath,
  name: string,
): void {
  const { start, end } = callee;
  if (file.code.slice(start, end) !== name) file.edits.replace(start, end, name);
  if (!call.is('NewExpression')) file.edits.insert(call.start, 'new ');
}

/**
 * Finds a name for `Server` in a file that imports v2's function: `import io from`, `import { listen } from`,
 * `const { listen } = require()`. `migratedCode` changes the import at the end, because servers that need manual review
 * keep the old name.
 *
 * @param name the old name, as the callee of a construction
 * @returns the name to call; undefined if it is `Server` of the old name
 */
function serverFor(file: SourceFile, name: NodePath): string | undefined {
  const binding = bindingOf(name);
  if (binding === undefined) return undefined;
  file.migratedNames.add(name.node);
  const { node, parent } = binding.path;
  const known = file.legacyNames.get(node);
  if (known !== undefined) return known.local;
  const specifiers = parent.type === 'ImportDeclaration' ? parent.specifiers : [];
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const server = specifiers.find((one) => isServer(one) && one.importKind !== 'type');
  const sibling = specifiers.map((one) => file.legacyNames.get(one)?.local).find(Boolean);
  const isVariable = specifiers.length === 0 && readPlace(binding) === undefined;
  const local =
    isVariable || becomesNamespace(file, binding)
      ? undefined
      : namespace
        ? `${namespace.local.name}.Server`
        : (server?.local.name ?? sibling ?? file.freeName('Server', 'SocketServer', 'SocketIoServer'));
  file.legacyNames.set(node, { binding, local });
  return local;
}

type Specifier = t.ImportDeclaration['specifiers'][number];

const isServer = (one: Specifier): one is t.ImportSpecifier =>
  one.type === 'ImportSpecifier' && nameOf(one.imported) === 'Server';

/** v4's ES module has no default export. A namespace import also has its types and its other exports. */
function becomesNamespace(file: SourceFile, binding: Binding): boolean {
  return binding.path.is('ImportDefaultSpecifier') && !isForServersAlone(file, binding);
}

/**
 * The code with all edits. The imports of v2's function are edited last, when it is known which names are still used.
 */
export function migratedCode(file: SourceFile): string {
  const names = [...file.legacyNames.values()];
  for (const parent of new Set(names.map(({ binding }) => binding.path.parent)))
    if (parent.type === 'ImportDeclaration') editImport(file, parent, names);
  for (const { binding, local } of names) {
    const place = readPlace(binding);
    if (place === undefined || local === undefined) continue;
    const { start, end } = spanOf(place.node);
    const taken = local === 'Server' ? 'Server' : `Server: ${local}`;
    const text = place.object ? `{ ${taken} } = ${file.text(place.object)}` : taken;
    // Other uses keep the old name.
    file.edits.replace(start, end, isMigrated(file, binding) ? text : `${file.text(place.node)}, ${text}`);
  }
  return file.edits.apply();
}

/**
 * The part of a declaration that reads v2's function from the module. In `const { listen: start } = sio`, it is
 * `listen: start`. In `const listen = sio.listen`, it is the declarator, and `object` is `sio`.
 */
function readPlace(binding: Binding): { node: t.Node; object?: t.Node } | undefined {
  const { path, constant } = binding;
  const property = patternProperty(binding);
  if (property || !path.is('VariableDeclarator')) return property && { node: property };
  const { id, init } = path.node;
  const isRead = constant && id.type === 'Identifier' && init?.type === 'MemberExpression';
  return isRead ? { node: path.node, object: init.object } : undefined;
}

/** Edits an import of Socket.IO: takes out the names that are unused now, and adds `Server`. */
function editImport(file: SourceFile, declaration: t.ImportDeclaration, names: readonly LegacyName[]): void {
  const { specifiers, source } = declaration;
  const bindings = new Map<t.Node, Binding>(names.map(({ binding }) => [binding.path.node, binding]));
  const isGone = (one: Specifier) => {
    const binding = bindings.get(one);
    return binding !== undefined && isForServersAlone(file, binding) && isMigrated(file, binding);
  };
  const local = specifiers.map((one) => file.legacyNames.get(one)?.local).find((name) => name !== undefined);
  const isThere = specifiers.some((one) => isServer(one) && one.local.name === local);
  const isNew = local !== undefined && !local.includes('.') && !isThere;
  const server = local === 'Server' ? 'Server' : `Server as ${local}`;
  const [first, second] = specifiers;
  const binding = first && bindings.get(first);
  if (first?.type === 'ImportDefaultSpecifier' && binding !== undefined) {
    const { start, end } = spanOf(first);
    const comma = file.nextCode(end);
    const afterComma = comma + (/^,\s*/.exec(file.code.slice(comma))?.[0].length ?? 0);
    if (becomesNamespace(file, binding)) {
      const semicolon = file.code[spanOf(declaration).end - 1] === ';' ? ';' : '';
      const rest = ` from ${file.text(source)}${semicolon}${file.style.eol}import `;
      file.edits.replace(start, end, `* as ${first.local.name}${second ? rest : ''}`);
      file.edits.remove(comma, afterComma);
    } else if (second === undefined && isNew)
      file.edits.replace(start, end, isGone(first) ? `{ ${server} }` : `${file.text(first)}, { ${server} }`);
    else if (second !== undefined && isGone(first)) {
      file.edits.remove(start, end);
      file.edits.remove(comma, afterComma);
    }
  }
  const named = specifiers.filter((one) => one.type === 'ImportSpecifier');
  const gone = named.filter(isGone);
  if (isNew && gone[0] !== undefined) file.edits.replace(spanOf(gone[0]).start, spanOf(gone[0]).end, server);
  else if (isNew && named[0] !== undefined) {
    const at = spanOf(named[0]).start;
    const before = /\{(\s*)$/.exec(file.code.slice(spanOf(declaration).start, at))?.[1] ?? '';
    file.edits.insert(at, `${server},${before.includes('\n') ? before : ' '}`);
  }
  file.edits.removeItems(named, new Set(isNew ? gone.slice(1) : gone));
}

/** Whether a name is only used to create servers: it is called, or has its `listen` called, and no type uses it. */
function isForServersAlone({ code, style }: SourceFile, binding: Binding): boolean {
  const { identifier, referencePaths } = binding;
  // Types use it as in `SocketIO.Server`. Such a use is not a reference to a variable, and neither is a member `io: any`.
  const name = identifier.name.replace(/\$/g, '\\$&');
  const mentions = code.match(new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"]|[?!]?:)`, 'g')) ?? [];
  const isNamedInTypes = style.typescript && mentions.length > referencePaths.length + 1;
  return !isNamedInTypes && referencePaths.every(isCallee);
}

function isCallee({ key, parentPath }: NodePath): boolean {
  const isListen = key === 'object' && parentPath?.key === 'callee' && memberName(parentPath) === 'listen';
  return key === 'callee' || isListen;
}

/** Whether all uses of a name have been migrated. */
function isMigrated({ migratedNames }: SourceFile, { referencePaths }: Binding): boolean {
  return referencePaths.every(({ node }) => migratedNames.has(node));
}
