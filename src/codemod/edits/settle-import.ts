import type { t } from '../ast/types.js';
import { nameOf } from '../ast/unwrap.js';
import type { ImportPlan } from './import-plan.js';
import { type SourceFile, spanOf } from './source-file.js';

/** Edits an import of Socket.IO once it is known which of its names are still used. */
export function settleImport(file: SourceFile, declaration: t.ImportDeclaration): void {
  const { specifiers } = declaration;
  const plans = specifiers.flatMap((one) => file.importedServers.get(one) ?? []);
  const gone = new Set(plans.filter((plan) => plan.isGone()).map(({ specifier }) => specifier));
  const named = specifiers.filter((one) => one.type === 'ImportSpecifier');
  const [first] = specifiers;
  if (first?.type === 'ImportDefaultSpecifier')
    settleDefault(file, declaration, first, gone.has(first), plans);
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
function settleDefault(
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

/** What has to be imported that is not yet, as `Server as SocketServer`. */
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
