import { isModernRelease } from './analyze/is-modern-release.js';
import { ManualReview } from './analyze/manual-review.js';
import { type Releases, releasesOf } from './analyze/read-origins.js';
import { warningOf } from './analyze/warning-of.js';
import { writtenOrigins } from './analyze/written-options.js';
import { failureOf, parseSource } from './ast/parse-source.js';
import type { Context } from './context.js';
import { mayUseSocketIo } from './detect/prefilter.js';
import type { ServerSite } from './detect/server-site.js';
import { findServers } from './detect/servers.js';
import { unresolvedSettings } from './detect/unresolved.js';
import { Frozen } from './edits/frozen.js';
import { insertTodo } from './edits/insert-todo.js';
import { openFile } from './edits/open-file.js';
import { removeUnused } from './edits/remove-unused.js';
import type { SourceFile } from './edits/source-file.js';
import { migrateClients } from './migrations/clients.js';
import { switchToDropIn } from './migrations/fallback.js';
import { migrateSite } from './migrations/site.js';
import { reportUnresolved } from './migrations/unresolved.js';
import { reviewProgram } from './program/review-program.js';
import type { MigrateOptions, MigrateResult } from './types.js';

/**
 * Migrates the CORS settings in a file's code from Socket.IO v2 to v4. Only what has to change is changed. A server whose
 * meaning cannot be proven is not edited: it gets a comment and a finding for manual review. Pure: reads no files, and runs
 * nothing of the code.
 *
 * @param code the file's code
 * @param options its name, which says how to parse it, and how to migrate
 * @returns the code, changed or not, and the findings; `failure` is set if the code does not parse
 * @throws LegacySettingsError for options that are not understood, such as a `from` that is no version
 * @example
 * const { code, findings } = migrateSource("require('socket.io')(3000, { origins: '*:*' })", { filename: 'server.js' });
 */
export function migrateSource(
  code: string,
  options: { readonly filename: string } & MigrateOptions,
): MigrateResult {
  const isModern = isModernRelease(options.from);
  const releases = releasesOf(options, isModern);
  const unchanged = { code, changed: false, findings: [] };
  if (!mayUseSocketIo(code)) return unchanged;
  const parsed = parseSource(code, options.filename);
  if (!('type' in parsed)) return { ...unchanged, failure: parsed };
  try {
    const file = openFile(code, parsed, options);
    const migrated = migrateFile(file, releases, isModern);
    if (options.fallback === 'drop-in' && !isModern && needsDropIn(migrated)) {
      const other = openFile(code, parsed, options);
      if (switchToDropIn(other) && !new Frozen(other).editedSince(0)) return resultOf(other, migrated);
    }
    return resultOf(file, migrated);
  } catch (error) {
    // A name that is declared twice, for example: nothing has been written, so the code is given back as it came.
    return { ...unchanged, failure: failureOf(error) };
  }
}

function resultOf(file: SourceFile, { setsOthers }: MigratedServers): MigrateResult {
  const code = file.migrated();
  const findings = file.findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    code,
    changed: code !== file.code,
    findings,
    ...(setsOthers && { setsServerElsewhere: true as const }),
  };
}

/** Whether a server of the file needs review, and the file creates it itself: what a framework creates stays. */
function needsDropIn({ manual, unfollowed }: MigratedServers): boolean {
  const isFrameworks = [...manual].some(({ notation }) => notation !== 'v2' && notation !== 'v4');
  return !isFrameworks && (manual.size > 0 || unfollowed > 0);
}

/** What became of a file's servers. */
export interface MigratedServers {
  readonly sites: readonly ServerSite[];
  /** Those that need manual review, and were not edited. */
  readonly manual: ReadonlySet<ServerSite>;
  /** How many values of the module end out of sight. */
  readonly unfollowed: number;
  /** Whether the file sets origins, or a check, on what may be a server of another file. */
  readonly setsOthers: boolean;
}

/** Migrates everything in a file; its edits and findings are kept in the file. */
export function migrateFile(file: SourceFile, releases: Releases, isModern: boolean): MigratedServers {
  const found = findServers(file.program);
  const settings = unresolvedSettings(file.program, found);
  const frozen = new Frozen(file);
  const context: Context = {
    releases,
    isModern,
    isSetElsewhere:
      file.options.isSetElsewhere === true ||
      (file.options.others?.some(({ setsServer }) => setsServer.length > 0) ?? false),
    isSetHere:
      found.patchesServers ||
      (file.options.others?.some(({ patchesServers }) => patchesServers) ?? false) ||
      settings.some((setting) => !setting.admitsEveryone),
  };
  const manual = new Set(found.sites.filter((site) => !migrateOne(file, site, context, frozen)));
  removeUnused(file);
  if (!isModern) migrateClients(file);
  reportUnresolved(file, found, settings, context);
  frozen.reportLeft();
  if (!isModern) reviewFile(file);
  const setsOthers = found.sites.length === 0 && settings.some((one) => one.isLikely && !one.admitsEveryone);
  return { sites: found.sites, manual, unfollowed: found.unfollowed.length, setsOthers };
}

/** Reports what v4 changes in a program beside its settings, and rewrites the global types of v2. */
function reviewFile(file: SourceFile): void {
  const { findings, edits } = reviewProgram(file, { others: file.options.others ?? [] });
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
