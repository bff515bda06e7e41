import { warningOf } from '../analyze/manual-review.js';
import type { Releases } from '../analyze/read-origins.js';
import { calleeOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { requiredModule } from '../detect/module-value.js';
import type { FoundServers } from '../detect/servers.js';
import { addOption } from '../edits/options.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { Frozen, reportManual } from '../edits/todo.js';
import { reviewProgram } from '../program/review.js';
import { migrateClients } from './clients.js';

/** The module that replaces `socket.io`. */
const DROP_IN = 'socket.io-cors-compat/server';

/** Whether a file loads the drop-in server. */
export function loadsDropIn(code: string): boolean {
  return /(["'`])socket\.io-cors-compat\/server\1/.test(code);
}

/**
 * Makes a file load the drop-in server, and reports what still needs review.
 *
 * @returns undefined if `socket.io` is loaded in a way that cannot be changed, or under a TODO comment
 */
export function migrateToDropIn(
  original: SourceFile,
  { sites, unfollowed }: Pick<FoundServers, 'sites' | 'unfollowed'>,
): SourceFile | undefined {
  const file = original.fork();
  const frozen = new Frozen(file);
  const [name] = switchToDropIn(file);
  if (name === undefined) return undefined;
  const settings = neededSettings(file.releases);
  if (settings !== undefined) {
    const unset = sites.filter((site) => !addOption(file, site, `corsCompat: ${settings}`));
    const is24 = file.releases.era === 'literal';
    for (const path of [...unset.map(({ call }) => call), ...unfollowed.map(({ path }) => path)])
      reportManual(file, path, warningOf('DROP_IN_NEEDS_SETTINGS', { settings, is24 }, 'corsCompat'));
  }
  if (frozen.editedIn(file)) return undefined;
  migrateClients(file, frozen);
  frozen.reportLeft(file);
  reviewFile(file, frozen, true);
  return file;
}

/** The `corsCompat` without which the drop-in server decides differently, as source text. */
function neededSettings({ from, era, semantics, missingOrigin }: Releases): string | undefined {
  const settings = [
    ...(era === 'literal' ? [`from: '${from}'`] : []),
    ...(semantics === 'exact' ? ["semantics: 'exact'"] : []),
    ...(missingOrigin === 'allow' ? ["missingOrigin: 'allow'"] : []),
  ];
  return settings.length > 0 ? `{ ${settings.join(', ')} }` : undefined;
}

/**
 * Makes a file load the drop-in server instead of `socket.io`. Nothing else changes.
 *
 * @returns the names that it loaded `socket.io` by, and that are changed
 */
function switchToDropIn(file: SourceFile): readonly t.Node[] {
  const names: t.Node[] = [];
  const visit = (path: NodePath) => {
    const [name] = (path.node as t.CallExpression).arguments;
    const isImport = calleeOf(path).node?.type === 'Import' && name?.type === 'StringLiteral';
    if (name && (isImport ? name.value : requiredModule(path)) === 'socket.io') names.push(name);
  };
  file.program.traverse({
    CallExpression: (path) => visit(path),
    NewExpression: (path) => visit(path),
    ImportDeclaration: ({ node: { source, importKind } }) => {
      if (source.value === 'socket.io' && importKind !== 'type') names.push(source);
    },
    TSExternalModuleReference: ({ node: { expression } }) => {
      if (expression.value === 'socket.io') names.push(expression);
    },
    ExportNamedDeclaration: ({ node: { source, exportKind } }) => {
      if (source?.value === 'socket.io' && exportKind !== 'type') names.push(source);
    },
  });
  for (const name of names) {
    const { start, end } = spanOf(name);
    file.edits.replace(start + 1, end - 1, DROP_IN);
    file.report('FALLBACK_TO_DROP_IN', {}, name, 'socket.io');
  }
  return names;
}

/** Reports what v4 changes in a program besides its CORS settings, and rewrites v2's global types. */
export function reviewFile(file: SourceFile, frozen: Frozen, becomesDropIn: boolean): void {
  const { findings, edits } = reviewProgram(file, {
    others: file.others,
    becomesDropIn,
    isModern: file.releases.isModern,
    isFrozen: (node) => frozen.touches(spanOf(node)),
  });
  file.findings.push(...findings);
  file.edits.add(edits);
}
