import type { NodePath, t } from './babel.js';
import { type SourceFile, spanOf } from './source-file.js';
import { nameOf } from './unwrap.js';

/**
 * Takes the default import out of `import io, { Socket } from 'socket.io'`, for v4 as an ES module has none: `Server`
 * takes its place, or a namespace where it is used for more than to make servers.
 *
 * @param isCalled whether it is used to make servers alone
 * @returns what to call; undefined where it is `Server` of the old name
 */
export function editDefaultImport(
  file: SourceFile,
  declaration: NodePath<t.ImportDeclaration>,
  specifier: t.ImportDefaultSpecifier,
  isCalled: boolean,
): string | undefined {
  const { start, end } = spanOf(specifier);
  const comma = /^\s*,\s*(?=[{*])/.exec(file.code.slice(end))?.[0].length;
  const [first, ...others] = declaration.node.specifiers.filter((one) => one !== specifier);
  if (comma === undefined || first === undefined) return undefined;
  if (!isCalled) {
    const semicolon = file.code[spanOf(declaration.node).end - 1] === ';' ? ';' : '';
    const from = `from ${file.text(declaration.node.source)}${semicolon}${file.style.eol}`;
    file.magic.update(start, end + comma, `* as ${specifier.local.name} ${from}import `);
    return undefined;
  }
  file.magic.remove(start, end + comma);
  if (first.type === 'ImportNamespaceSpecifier') return `${first.local.name}.Server`;
  const imports = [first, ...others];
  const server = importedServerOf(file, imports);
  if (server !== undefined) return server;
  const listen = imports.find((one) => isValue(one, 'listen'));
  const local = file.freeName('Server', 'SocketServer', 'SocketIoServer');
  const imported = importOf(local);
  if (listen !== undefined) {
    file.magic.update(spanOf(listen).start, spanOf(listen).end, imported);
    file.importedServers.set(listen, local);
  } else {
    const at = spanOf(first).start;
    const before = file.code.slice(end + comma + 1, at);
    file.magic.appendLeft(at, `${imported},${before.includes('\n') ? before : ' '}`);
  }
  return local;
}

/** The name that `Server` is imported by already, or instead of `listen`. */
function importedServerOf(file: SourceFile, imports: readonly t.Node[]): string | undefined {
  const found = imports.find((one) => isValue(one, 'Server'));
  if (found !== undefined) return (found as t.ImportSpecifier).local.name;
  return imports.map((one) => file.importedServers.get(one)).find((name) => name !== undefined);
}

/** Whether it imports what is called so, and not only its type. */
function isValue(one: t.Node, name: string): boolean {
  return one.type === 'ImportSpecifier' && one.importKind !== 'type' && nameOf(one.imported) === name;
}

/** @example importOf('SocketServer') // 'Server as SocketServer' */
export function importOf(local: string): string {
  return local === 'Server' ? 'Server' : `Server as ${local}`;
}
