import { isModernRelease } from './analyze/is-modern-release.js';
import { LeftToPerson } from './analyze/manual-review.js';
import { type Releases, releasesOf } from './analyze/read-origins.js';
import { writtenOrigins } from './analyze/written-options.js';
import { failureOf, parseSource } from './ast/parse-source.js';
import type { NodePath, t } from './ast/types.js';
import { findServers } from './detect/find-servers.js';
import { looksLikeSocketIo } from './detect/looks-like-socket-io.js';
import { mayBeServer } from './detect/may-be-server.js';
import { mayConcernSocketIo } from './detect/may-concern-socket-io.js';
import type { ServerSite } from './detect/server-site.js';
import { staysInFile } from './detect/stays-in-file.js';
import { insertTodo } from './edits/insert-todo.js';
import { openFile } from './edits/open-file.js';
import { removeUnused } from './edits/remove-unused.js';
import type { SourceFile } from './edits/source-file.js';
import { migrateClients } from './migrate-clients.js';
import { migrateSite } from './migrate-site.js';
import { reportStraySettings } from './report-stray-settings.js';
import type { MigrateOptions, MigrateResult } from './types.js';

/**
 * Migrates the CORS settings in a file's code from Socket.IO v2 to v4. Only what has to change is changed; what cannot
 * be proven stays as it is, with a comment for a person. Pure: it reads no files, and runs nothing of the code.
 *
 * @param code the file's code
 * @param options its name, which says how it is to be parsed, and how to migrate
 * @returns the code, changed or not, and what was found; `failure` is set where it does not parse
 * @throws LegacySettingsError for options that are not understood, as a `from` that is no version
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
  if (!mayConcernSocketIo(code)) return unchanged;
  const parsed = parseSource(code, options.filename);
  if (!('type' in parsed)) return { ...unchanged, failure: parsed };
  try {
    return migrateParsed(openFile(code, parsed, options), releases, isModern);
  } catch (error) {
    // A name that is declared twice, say: nothing has been written, so the code is given back as it came.
    return { ...unchanged, failure: failureOf(error) };
  }
}

function migrateParsed(file: SourceFile, releases: Releases, isModern: boolean): MigrateResult {
  const found = findServers(file.program);
  const { sites, strayCalls } = found;
  const hasStrayCalls = strayCalls.some((method) => looksLikeSocketIo(method) || mayBeServer(method, sites));
  for (const site of sites) {
    const mayBeSet = hasStrayCalls || (isSetElsewhere(file.options) && !staysInFile(site));
    attempt(file, site, () => migrateSite(file, site, releases, isModern, mayBeSet));
  }
  removeUnused(file);
  if (!isModernRelease(file.options.clientFrom ?? file.options.from)) migrateClients(file);
  const setsServerElsewhere = reportStraySettings(file, found);
  const code = file.migrated();
  const findings = file.findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { code, changed: code !== file.code, findings, ...(setsServerElsewhere && { setsServerElsewhere }) };
}

/** Whether another file sets origins, or a check, on a server that it does not make. */
function isSetElsewhere({ isSetElsewhere, others = [] }: MigrateOptions): boolean {
  return isSetElsewhere === true || others.some(({ setsServer }) => setsServer.length > 0);
}

/** Runs one migration; what it leaves to a person is reported, with a comment in the code. */
function attempt(file: SourceFile, site: ServerSite, migrate: () => void): void {
  try {
    migrate();
  } catch (error) {
    if (!(error instanceof LeftToPerson)) throw error;
    file.reportWarning(error.warning, error.node, 'manual');
    insertTodo(file, pathOf(file, error.node) ?? site.call, error.warning);
    const origins = error.warning.effect === 'opens' ? undefined : writtenOrigins(site);
    if (origins) file.report('ORIGINS_STAY_IN_OPTIONS', {}, origins, 'manual', 'origins');
  }
}

const PATHS = new WeakMap<SourceFile, ReadonlyMap<t.Node, NodePath>>();

/** The path of a node, which errors carry without. */
function pathOf(file: SourceFile, node: t.Node): NodePath | undefined {
  const known = PATHS.get(file) ?? allPaths(file);
  PATHS.set(file, known);
  return known.get(node);
}

/** Every path of a file by its node: one walk for a thousand servers that are left to a person. */
function allPaths({ program }: SourceFile): ReadonlyMap<t.Node, NodePath> {
  const paths = new Map<t.Node, NodePath>();
  program.traverse({ enter: (path) => void paths.set(path.node, path) });
  return paths;
}
