import { calleeOf, memberName, nameOf, unwrap } from '../ast/nodes.js';
import type { Binding, NodePath, t } from '../ast/types.js';
import { isExported } from '../ast/values.js';
import { moduleValue } from '../detect/module-value.js';
import type { ServerSite } from '../detect/server-site.js';
import { removePart } from './comments.js';
import { type ImportPlan, type SourceFile, spanOf } from './source-file.js';

/**
 * Makes a construction of v2 work on v4, which exports a class: `listen()` is gone, so is `new` on the module, and the ES
 * module has neither a default export nor a callable namespace. Code that works on v4 stays as it is.
 *
 * @returns whether anything had to change
 */
export function editConstruction(file: SourceFile, { call, notation }: ServerSite): boolean {
  if (notation !== 'v2') return false;
  const callee = calleeOf(call);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return false;
  const isListen = memberName(callee) === 'listen';
  const isMember = isListen || (memberName(callee) === 'default' && value.kind !== 'module');
  const holder = isMember ? unwrap(callee.get('object') as NodePath) : callee;
  const holderValue = moduleValue(holder, ['socket.io']);
  if (value.kind === 'member' && !isListen) {
    // `import { listen } from 'socket.io'`
    const name = importedServer(file, callee);
    if (name === undefined) return false;
    replaceCallee(file, call, callee, name);
    return true;
  }
  if (holderValue?.kind === 'default' && holder.is('Identifier')) {
    const name = importedServer(file, holder);
    replaceCallee(file, call, callee, name ?? `${holder.node.name}.Server`);
    return true;
  }
  if (holderValue?.kind === 'namespace') {
    // `(await import('socket.io'))` keeps its parentheses.
    const text = file.text(holder.node);
    replaceCallee(file, call, callee, `${holder.is('AwaitExpression') ? `(${text})` : text}.Server`);
    return true;
  }
  if (call.is('NewExpression')) {
    if (takesServerApart(file, holder)) return true;
    file.edits.replace(
      spanOf(callee.node).start,
      spanOf(callee.node).end,
      `${file.text(holder.node)}.Server`,
    );
    return true;
  }
  if (!isListen) return false;
  removePart(file, { start: file.outerSpan(holder.node).end, end: spanOf(callee.node).end });
  return true;
}

/** Changes `const Server = require('socket.io')` to `const { Server } = …`, if every use is `new Server(…)`. */
function takesServerApart(file: SourceFile, holder: NodePath): boolean {
  const binding = holder.is('Identifier', { name: 'Server' }) ? holder.scope.getBinding('Server') : undefined;
  const declarator = binding?.path;
  if (!binding?.constant || !declarator?.is('VariableDeclarator')) return false;
  const isRequire = moduleValue(declarator.get('init') as NodePath, ['socket.io'])?.binding === undefined;
  const areNew = binding.referencePaths.every(
    ({ key, parent }) => key === 'callee' && parent.type === 'NewExpression',
  );
  // In `io: Server`, the name means a type. The variable is none, so the code does not compile, and stays.
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
  const { start, end } = spanOf(callee.node);
  const isSame = file.code.slice(start, end) === name;
  if (!isSame) file.edits.replace(start, end, name);
  if (!call.is('NewExpression')) file.edits.insert(spanOf(call.node).start, 'new ');
}

/**
 * Finds a name for `Server` in a file that imports v2's function: `import io from`, `import { listen } from`,
 * `const { listen } = require()`. The import is edited at the end, because servers that need manual review keep the old name.
 *
 * @param name the old name, as the callee of a construction
 * @returns the name to call; undefined if it is `Server` of the old name
 */
function importedServer(file: SourceFile, name: NodePath): string | undefined {
  if (!name.is('Identifier')) return undefined;
  const binding = name.scope.getBinding(name.node.name);
  if (binding === undefined) return undefined;
  file.migratedNames.add(name.node);
  const { path } = binding;
  const known = file.importedServers.get(path.node);
  if (known !== undefined) return known.local;
  const declaration = path.parentPath as NodePath<t.ImportDeclaration>;
  const plan = declaration?.is('ImportDeclaration')
    ? planImport(file, declaration, binding)
    : planDestructured(file, binding);
  file.importedServers.set(path.node, plan);
  return plan.local;
}

function planImport(
  file: SourceFile,
  declaration: NodePath<t.ImportDeclaration>,
  binding: Binding,
): ImportPlan {
  const { specifiers } = declaration.node;
  const specifier = binding.path.node;
  const isForServersAlone = binding.referencePaths.every(isCallee) && !isNamedInTypes(file, binding);
  const server = specifiers.find(
    (one) => one.type === 'ImportSpecifier' && one.importKind !== 'type' && nameOf(one.imported) === 'Server',
  );
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const sibling = specifiers.map((one) => file.importedServers.get(one)?.local).find(Boolean);
  // v4's ES module has no default export. A namespace import also has its types and its other exports.
  const becomesNamespace = specifier.type === 'ImportDefaultSpecifier' && !isForServersAlone;
  const known = namespace ? `${namespace.local.name}.Server` : (server?.local.name ?? sibling);
  if (!specifiers.some((one) => file.importedServers.has(one)))
    file.atEnd((end) => editImport(end, declaration.node));
  return {
    specifier,
    local: becomesNamespace
      ? undefined
      : (known ?? file.freeName('Server', 'SocketServer', 'SocketIoServer')),
    becomesNamespace,
    isGone: (end) => isForServersAlone && isMigrated(end, binding),
  };
}

/** `const { listen } = require('socket.io')`, or `const listen = require('socket.io').listen`. */
function planDestructured(file: SourceFile, binding: Binding): ImportPlan {
  const specifier = binding.path.node;
  const property = destructuredProperty(binding);
  const object = objectRead(binding);
  const place = property ?? (object && specifier);
  if (place === undefined)
    return { specifier, local: undefined, becomesNamespace: false, isGone: () => false };
  const local = file.freeName('Server', 'SocketServer', 'SocketIoServer');
  const isGone = (end: SourceFile) => isMigrated(end, binding);
  file.atEnd((end) => {
    const span = spanOf(place);
    const taken = local === 'Server' ? 'Server' : `Server: ${local}`;
    const text = object ? `{ ${taken} } = ${file.text(object)}` : taken;
    // Other uses keep the old name.
    end.edits.replace(span.start, span.end, isGone(end) ? text : `${file.text(place)}, ${text}`);
  });
  return { specifier, local, becomesNamespace: false, isGone };
}

/** The object that a constant is read from: `sio` of `const listen = sio.listen`. */
function objectRead({ path, constant }: Binding): t.Node | undefined {
  if (!constant || !path.is('VariableDeclarator') || path.node.id.type !== 'Identifier') return undefined;
  const { init } = path.node;
  return init?.type === 'MemberExpression' ? init.object : undefined;
}

/** The property of a pattern that declares a variable: `listen: start` of `const { listen: start } = sio`. */
function destructuredProperty({ path, identifier }: Binding): t.ObjectProperty | undefined {
  if (!path.is('VariableDeclarator') || path.node.id.type !== 'ObjectPattern') return undefined;
  return path.node.id.properties.find(
    (one): one is t.ObjectProperty => one.type === 'ObjectProperty' && one.value === identifier,
  );
}

/** Whether all uses of a name have been migrated. */
function isMigrated({ migratedNames }: SourceFile, { referencePaths }: Binding): boolean {
  return referencePaths.every(({ node }) => migratedNames.has(node));
}

/** Whether types use a module's name, as in `SocketIO.Server`. They are no references to a variable. */
function isNamedInTypes({ code, style }: SourceFile, { identifier, referencePaths }: Binding): boolean {
  const name = identifier.name.replace(/\$/g, '\\$&');
  const mentions = code.match(new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"])`, 'g')) ?? [];
  return style.typescript && mentions.length > referencePaths.length + 1;
}

/** Whether a reference is called, or has its `listen` called. */
function isCallee(reference: NodePath): boolean {
  const { parentPath, key } = reference;
  if (key === 'callee') return true;
  return (
    key === 'object' &&
    parentPath !== null &&
    memberName(parentPath) === 'listen' &&
    parentPath.key === 'callee'
  );
}

/** Edits an import of Socket.IO, when it is known which of its names are still used. */
function editImport(file: SourceFile, declaration: t.ImportDeclaration): void {
  const { specifiers } = declaration;
  const plans = specifiers.flatMap((one) => file.importedServers.get(one) ?? []);
  const gone = new Set(plans.filter((plan) => plan.isGone(file)).map(({ specifier }) => specifier));
  const named = specifiers.filter((one) => one.type === 'ImportSpecifier');
  const [first] = specifiers;
  if (first?.type === 'ImportDefaultSpecifier')
    editDefaultImport(file, declaration, first, gone.has(first), plans);
  let added = serverToImport(specifiers, plans);
  for (const one of named.filter((one) => gone.has(one))) {
    const { start, end } = spanOf(one);
    if (added !== undefined) file.edits.replace(start, end, added);
    else removeFromList(file, named, one);
    added = undefined;
  }
  const [second] = named;
  if (added === undefined || second === undefined) return;
  const at = spanOf(second).start;
  const before = /\{(\s*)$/.exec(file.code.slice(spanOf(declaration).start, at))?.[1] ?? '';
  file.edits.insert(at, `${added},${before.includes('\n') ? before : ' '}`);
}

/** `import io from 'socket.io'`, alone or beside others. */
function editDefaultImport(
  file: SourceFile,
  declaration: t.ImportDeclaration,
  specifier: t.ImportDefaultSpecifier,
  isGone: boolean,
  plans: readonly ImportPlan[],
): void {
  const { start, end } = spanOf(specifier);
  const isAlone = declaration.specifiers.length === 1;
  const plan = plans.find((one) => one.specifier === specifier);
  const added = serverToImport(declaration.specifiers, plans);
  const namespace = `* as ${specifier.local.name}`;
  if (plan?.becomesNamespace && isAlone) file.edits.replace(start, end, namespace);
  else if (isAlone && added !== undefined)
    file.edits.replace(start, end, isGone ? `{ ${added} }` : `${file.text(specifier)}, { ${added} }`);
  if (isAlone) return;
  const comma = /^\s*,\s*(?=[{*])/.exec(file.code.slice(end))?.[0].length;
  if (comma === undefined) return;
  if (plan?.becomesNamespace) {
    const semicolon = file.code[spanOf(declaration).end - 1] === ';' ? ';' : '';
    const from = `from ${file.text(declaration.source)}${semicolon}${file.style.eol}`;
    file.edits.replace(start, end + comma, `${namespace} ${from}import `);
  } else if (isGone) file.edits.remove(start, end + comma);
}

/** The specifier that is missing from the import, such as `Server as SocketServer`. */
function serverToImport(
  specifiers: t.ImportDeclaration['specifiers'],
  plans: readonly ImportPlan[],
): string | undefined {
  const local = plans.map((plan) => plan.local).find((name) => name !== undefined);
  const isThere = specifiers.some(
    (one) => one.type === 'ImportSpecifier' && nameOf(one.imported) === 'Server' && one.local.name === local,
  );
  if (local === undefined || local.includes('.') || isThere) return undefined;
  return local === 'Server' ? 'Server' : `Server as ${local}`;
}

/** Removes one name of several, with a comma. */
function removeFromList(file: SourceFile, named: readonly t.Node[], one: t.Node): void {
  const { start, end } = spanOf(one);
  const next = named[named.indexOf(one) + 1];
  const previous = named[named.indexOf(one) - 1];
  if (next !== undefined) file.edits.remove(start, spanOf(next).start);
  else if (previous !== undefined) file.edits.remove(spanOf(previous).end, end);
}
