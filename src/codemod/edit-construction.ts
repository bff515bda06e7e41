import type { Binding, NodePath, t } from './babel.js';
import { editDefaultImport, importOf } from './edit-default-import.js';
import type { ServerSite } from './server-site.js';
import { moduleValue } from './socket-io-module.js';
import { type SourceFile, spanOf } from './source-file.js';
import { memberName, unwrap } from './unwrap.js';

/**
 * Makes a call that v2 knew work on v4, which exports a class: `listen()` is gone, `new` on the module too, and an ES
 * module has neither a default export nor a callable namespace. What works as it is stays as it is.
 *
 * @returns whether anything had to change
 */
export function editConstruction(file: SourceFile, { call, notation }: ServerSite): boolean {
  if (notation !== 'v2') return false;
  const callee = unwrap(call.get('callee') as NodePath);
  const value = moduleValue(callee, ['socket.io']);
  if (value === undefined) return false;
  const isListen = memberName(callee) === 'listen';
  const holder =
    isListen || memberName(callee) === 'default' ? unwrap(callee.get('object') as NodePath) : callee;
  const holderValue = moduleValue(holder, ['socket.io']);
  if (value.kind === 'member' && !isListen) {
    // `import { listen } from 'socket.io'`
    const name = importedServer(file, callee);
    if (name === undefined) return false;
    replaceCallee(file, call, callee, name);
    return true;
  }
  if (holderValue?.kind === 'default' && holder.isIdentifier()) {
    const name = importedServer(file, holder);
    replaceCallee(file, call, callee, name ?? `${holder.node.name}.Server`);
    return true;
  }
  if (holderValue?.kind === 'namespace') {
    // `(await import('socket.io'))` keeps its parentheses.
    const text = file.text(holder.node);
    replaceCallee(file, call, callee, `${holder.isAwaitExpression() ? `(${text})` : text}.Server`);
    return true;
  }
  if (call.isNewExpression()) {
    file.magic.update(spanOf(callee.node).start, spanOf(callee.node).end, `${file.text(holder.node)}.Server`);
    return true;
  }
  if (!isListen) return false;
  file.magic.remove(spanOf(holder.node).end, spanOf(callee.node).end);
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
  if (!isSame) file.magic.update(start, end, name);
  if (!call.isNewExpression()) file.magic.appendLeft(spanOf(call.node).start, 'new ');
}

/**
 * Turns the import of a name into one of `Server`, where the name is used to make servers alone; else a default import
 * becomes a namespace, whose types go on working.
 *
 * @returns the name to call; undefined where it is `Server` of the old name
 */
function importedServer(file: SourceFile, name: NodePath): string | undefined {
  if (!name.isIdentifier()) return undefined;
  const binding = name.scope.getBinding(name.node.name);
  const specifier = binding?.path;
  if (binding === undefined || specifier === undefined) return undefined;
  const known = file.importedServers.get(specifier.node);
  if (known !== undefined) return known === '' ? undefined : known;
  const declaration = specifier.parentPath as NodePath<t.ImportDeclaration>;
  const isCalled =
    binding.referencePaths.every((reference) => isCallee(reference)) && !isNamedInTypes(file, binding);
  const property = destructuredProperty(binding);
  const isAlone = declaration.isImportDeclaration() && declaration.node.specifiers.length === 1;
  let local: string | undefined;
  if (specifier.isImportDefaultSpecifier() && !isAlone) {
    // `import io, { Socket } from 'socket.io'`
    local = editDefaultImport(file, declaration, specifier.node, isCalled);
  } else if (property !== undefined) {
    // `const { listen } = require('socket.io')`
    local = file.freeName('Server', 'SocketServer', 'SocketIoServer');
    const { start, end } = spanOf(property);
    const text = local === 'Server' ? 'Server' : `Server: ${local}`;
    // Whatever else is done with it is not ours to change.
    file.magic.update(start, end, isCalled ? text : `${file.text(property)}, ${text}`);
  } else if (specifier.isImportSpecifier() || (isAlone && isCalled)) {
    local =
      binding.identifier.name === 'Server'
        ? 'Server'
        : file.freeName('Server', 'SocketServer', 'SocketIoServer');
    const imported = importOf(local);
    const { start, end } = spanOf(specifier.node);
    file.magic.update(start, end, specifier.isImportSpecifier() ? imported : `{ ${imported} }`);
  } else if (isAlone && specifier.isImportDefaultSpecifier()) {
    const { start, end } = spanOf(specifier.node);
    file.magic.update(start, end, `* as ${binding.identifier.name}`);
  }
  file.importedServers.set(specifier.node, local ?? '');
  return local;
}

/** The part of `{ listen: start }` that a variable is declared by. */
function destructuredProperty({ path, identifier }: Binding): t.ObjectProperty | undefined {
  if (!path.isVariableDeclarator() || path.node.id.type !== 'ObjectPattern') return undefined;
  return path.node.id.properties.find(
    (one): one is t.ObjectProperty => one.type === 'ObjectProperty' && one.value === identifier,
  );
}

/** Whether types speak of a module's name, as `SocketIO.Server` does; they are no references to a variable. */
function isNamedInTypes({ code, style }: SourceFile, { identifier, references }: Binding): boolean {
  const name = identifier.name.replace(/\$/g, '\\$&');
  const mentions = code.match(new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"])`, 'g')) ?? [];
  return style.typescript && mentions.length > references + 1;
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
