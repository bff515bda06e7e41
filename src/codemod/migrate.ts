import { ManualReview } from './analyze/manual-review.js';
import type { Releases } from './analyze/read-origins.js';
import { warningOf } from './analyze/warning-of.js';
import { writtenOrigins } from './analyze/written-options.js';
import type { t } from './ast/types.js';
import type { Context } from './context.js';
import type { ServerSite } from './detect/server-site.js';
import { findServers } from './detect/servers.js';
import { unresolvedSettings } from './detect/unresolved.js';
import { type SourceFile, spanOf } from './edits/source-file.js';
import { Frozen, insertTodo } from './edits/todo.js';
import { removeUnused } from './edits/unused.js';
import { migrateClients } from './migrations/clients.js';
import { loadsDropIn, switchToDropIn } from './migrations/fallback.js';
import { migrateSite } from './migrations/site.js';
import { reportUnresolved } from './migrations/unresolved.js';
import { reviewProgram } from './program/review.js';
import { isDropInProgram } from './survey.js';

/** The results for the servers of a file. */
export interface MigratedServers {
  readonly sites: readonly ServerSite[];
  /** The ones that need manual review, and were not edited. */
  readonly manual: ReadonlySet<ServerSite>;
  /** How many uses of the module cannot be followed. */
  readonly unfollowed: number;
  /** Whether the file creates no server, but sets origins, or a check, on what may be one of another file. */
  readonly setsOthers: boolean;
}

/** Migrates the servers and clients of a file. The edits and findings are added to the file. */
export function migrateFile(file: SourceFile, releases: Releases, isModern: boolean): MigratedServers {
  const found = findServers(file.program);
  // What a file does to the drop-in server works as on v2.
  const isDropIn = found.sites.length === 0 && found.unfollowed.length === 0 && servesDropIn(file);
  const settings = isDropIn ? [] : unresolvedSettings(file.program, found);
  const frozen = new Frozen(file);
  const context: Context = {
    releases,
    isModern,
    sites: found.sites,
    isSetElsewhere:
      file.options.isSetElsewhere === true ||
      (file.options.others?.some(({ setsServer }) => setsServer.length > 0) ?? false),
    isSetHere:
      found.patchesServers ||
      (file.options.others?.some(({ patchesServers }) => patchesServers) ?? false) ||
      settings.some((setting) => !setting.admitsEveryone),
  };
  const manual = new Set(found.sites.filter((site) => !migrateOne(file, site, context, frozen)));
  removeUnused(file, frozen);
  if (!isModern) migrateClients(file, frozen);
  if (!isDropIn) reportUnresolved(file, found, settings, context);
  frozen.reportLeft();
  if (!isModern) reviewFile(file, frozen, isDropIn || loadsDropIn(file.code));
  const setsOthers = found.sites.length === 0 && settings.some((one) => one.isLikely && !one.admitsEveryone);
  return { sites: found.sites, manual, unfollowed: found.unfollowed.length, setsOthers };
}

/**
 * Makes a file load the drop-in server, and reports what still needs review.
 *
 * @returns false if `socket.io` is loaded in a way that cannot be changed, or under a TODO comment; the file must not be used
 *   then
 */
export function migrateToDropIn(file: SourceFile): boolean {
  const frozen = new Frozen(file);
  if (!switchToDropIn(file)) return false;
  if (frozen.editedSince(0)) return false;
  migrateClients(file, frozen);
  frozen.reportLeft();
  reviewFile(file, frozen, true);
  return true;
}

function servesDropIn(file: SourceFile): boolean {
  return loadsDropIn(file.code) || isDropInProgram(file.options.others);
}

/** Reports what v4 changes in a program beside its CORS settings, and rewrites v2's global types. */
function reviewFile(file: SourceFile, frozen: Frozen, becomesDropIn: boolean): void {
  const isFrozen = (node: t.Node) => frozen.touches(spanOf(node));
  const { findings, edits } = reviewProgram(file, {
    others: file.options.others ?? [],
    becomesDropIn,
    isFrozen,
  });
  for (const finding of findings) file.findings.push(finding);
  for (const { start, end, text } of edits) {
    if (start === end) file.edits.insert(start, text);
    else file.edits.replace(start, end, text);
  }
}

const LEFT_WITH_SERVER = 'the server is left as it is, for the reason that is reported beside it';

/**
 * Migrates one server, or takes back all of its edits and reports why it needs manual review.
 *
 * @returns whether it was migrated
 */
function migrateOne(file: SourceFile, site: ServerSite, context: Context, frozen: Frozen): boolean {
  const undo = file.begin();
  try {
    migrateSite(file, site, context);
    const at = frozen.editedSince(undo.mark);
    if (at === undefined) return true;
    undo.rollback();
    frozen.report(at);
  } catch (error) {
    if (!(error instanceof ManualReview)) throw error;
    undo.rollback();
    const { warning, node } = error;
    file.reportWarning(warning, node, 'manual');
    insertTodo(file, file.pathOf(node) ?? site.call, warning);
    const origins = warning.effect === 'opens' ? undefined : writtenOrigins(site);
    if (origins) file.report('ORIGINS_NOT_MIGRATED', { why: LEFT_WITH_SERVER }, origins, 'manual', 'origins');
  }
  // What throws on v4 is reported even if the origins need review.
  for (const { call, name } of site.methodCalls) {
    const [key] = call.node.arguments;
    if (name === 'set' && key?.type === 'StringLiteral' && key.value !== 'origins')
      file.reportWarning(
        warningOf('IO_SET_HAS_NO_EQUIVALENT', { key: key.value }, `set('${key.value}')`),
        call.node,
        'manual',
      );
  }
  return false;
}
