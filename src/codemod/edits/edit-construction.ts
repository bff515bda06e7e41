import { isExported } from '../ast/bound-values.js';
import type { NodePath, t } from '../ast/types.js';
import { memberName, unwrap } from '../ast/unwrap.js';
import { moduleValue } from '../detect/module-value.js';
import type { ServerSite } from '../detect/server-site.js';
import { removePart } from './comments.js';
import { importedServer } from './imported-server.js';
import { type SourceFile, spanOf } from './source-file.js';

/**
 * Makes a construction of v2 work on v4, which exports a class: `listen()` is gone, so is `new` on the module, and the ES
 * module has neither a default export nor a callable namespace. Code that works on v4 stays as it is.
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
  const binding = holder.isIdentifier({ name: 'Server' }) ? holder.scope.getBinding('Server') : undefined;
  const declarator = binding?.path;
  if (!binding?.constant || !declarator?.isVariableDeclarator()) return false;
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
  if (!call.isNewExpression()) file.edits.insert(spanOf(call.node).start, 'new ');
}
