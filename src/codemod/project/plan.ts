import { dirname, relative } from 'node:path';
import { LEGACY_RELEASES, resolveRelease } from '../../v2/releases.js';
import { hasTraces, namesSocketIo } from '../detect/prefilter.js';
import { TODO_MARK } from '../edits/todo.js';
import { migrateSource } from '../migrate-source.js';
import { loadsDropIn } from '../migrations/fallback.js';
import { reviewClientBundle, reviewPage } from '../program/review.js';
import { surveySource, unreadSurvey } from '../survey.js';
import type { FileSurvey, Finding, MigrateOptions, MigrateResult } from '../types.js';
import { type DiscoveredFile, slashed } from './discover.js';
import { migratePackageJson } from './package-json.js';
import type { FileOnDisk } from './read.js';
import { newestTarget, type ReleaseDetector, workspaceOverrides } from './release.js';
import type { Source } from './sources.js';

/** The new content of a file, which has not been written yet. */
export interface Planned {
  readonly file: DiscoveredFile;
  readonly onDisk: FileOnDisk;
  readonly before: string;
  readonly result: MigrateResult;
}

/** What a plan depends on, beside the file. */
export interface PlanContext {
  readonly cwd: string;
  readonly migrate: MigrateOptions;
  readonly releases: ReleaseDetector;
  /** The folder of a file's package. */
  readonly packageOf: (file: string) => string;
  readonly acknowledge: ReadonlySet<string>;
  /** The release of this package. */
  readonly ownVersion: string;
}

/**
 * Drops bundles, and files of packages without Socket.IO, that only look like a part of a program with Socket.IO, for example
 * because of `io.on()`.
 */
export function concerned(sources: readonly Source[], packageOf: PlanContext['packageOf']): Source[] {
  const users = new Set(
    sources.filter(({ code }) => namesSocketIo(code)).map(({ file }) => packageOf(file.path)),
  );
  return sources.filter(
    ({ code, file, isGenerated }) => hasTraces(code) || (!isGenerated && users.has(packageOf(file.path))),
  );
}

/**
 * Collects the surveys of the sources, by package.
 *
 * @param loaded the files that others load: a generated one among them is part of the program
 */
export function surveyPackages(
  sources: readonly Source[],
  packageOf: PlanContext['packageOf'],
  loaded: ReadonlySet<string> = new Set(),
): Map<string, FileSurvey[]> {
  const packages = new Map<string, FileSurvey[]>();
  for (const source of sources) {
    const { path, kind } = source.file;
    // A bundle repeats what the sources beside it do.
    if ((source.isGenerated && !loaded.has(path)) || kind === 'page') continue;
    addSurvey(packages, packageOf(path), surveySource(source.code, path) ?? unreadSurvey(path, source.code));
  }
  return packages;
}

export function addSurvey(packages: Map<string, FileSurvey[]>, folder: string, survey: FileSurvey): void {
  packages.set(folder, [...(packages.get(folder) ?? []), survey]);
}

/**
 * Migrates a source, knowing what the others of its program do.
 *
 * @param surveys what the files of its program do, itself included
 */
export function planSource(
  source: Pick<Source, 'file' | 'onDisk' | 'code'>,
  surveys: readonly FileSurvey[],
  { migrate, releases }: PlanContext,
): Planned {
  const { file, onDisk, code } = source;
  const result = migrateSource(code, {
    ...migrate,
    filename: file.path,
    from: migrate.from ?? releases.releaseFor(file.path, code),
    clientFrom: migrate.from ?? releases.clientReleaseFor(file.path),
    others: surveys.filter(({ path }) => path !== file.path),
  });
  return { file, onDisk, before: code, result };
}

/**
 * Reviews a page, or a copy of a client, for what v4 changes or refuses. Neither is ever edited.
 *
 * @returns no findings unless the release of the package's server is known; for a copy of a client only if it is v2, because
 *   a server of v4 may have `allowEIO3`
 */
export function reviewClient(
  kind: 'page' | 'copy',
  path: string,
  code: string,
  { migrate, releases }: PlanContext,
): readonly Finding[] {
  const from = migrate.from ?? releases.releaseFor(path);
  if (from === undefined) return [];
  const keepsV2Client = migrate.keepV2Clients === true && !(kind === 'page' && SERVED_CLIENT.test(code));
  if (keepsV2Client) return [];
  if (kind === 'page') return reviewPage(code);
  return resolveRelease(from, LEGACY_RELEASES) === undefined ? [] : reviewClientBundle(code);
}

/** The client that the server serves is of the server's release, whichever clients it allows. */
const SERVED_CLIENT = /\/socket\.io\/socket\.io(?:\.\w+)*\.js\b/;

/**
 * Findings about the program beside its origins: v4 needs other code, but allows no further origins because of them. All
 * other codes keep package.json on v2, so that a new code of the codemod does too.
 */
const DOES_NOT_BLOCK =
  /^(?:CLIENT_|COOKIE|GLOBAL_TYPES_|IO_SET_|LEGACY_MEMBER|MAX_HTTP_|PACKAGE_JSON_|REQUEST_RES_|ROOT_MIDDLEWARE_|V2_API_|V2_CLIENT_|WS_ENGINE)/;

function isBlocking({ code, subject, action }: Finding, acknowledge: ReadonlySet<string>): boolean {
  const about = code === 'TODO_IS_LEFT' ? (subject ?? code) : code;
  return (
    action === 'manual' && !acknowledge.has(code) && !acknowledge.has(about) && !DOES_NOT_BLOCK.test(about)
  );
}

/**
 * The findings that keep the package.json of a folder on v2: `server.js:3 ORIGINS_NOT_MIGRATED`.
 *
 * @param related the folders of the packages that load this one, or that it loads: their files count if no package.json
 *   around them names a release
 */
export function blockersOf(
  folder: string,
  related: ReadonlySet<string>,
  planned: readonly Planned[],
  failed: ReadonlyMap<string, string>,
  { cwd, migrate, releases, acknowledge, packageOf }: PlanContext,
): string[] {
  const nameOf = (path: string) => slashed(relative(cwd, path));
  const belongs = (path: string) => {
    const declaring = releases.declaringFolder(path);
    const own = packageOf(path);
    return own === folder || declaring === folder || (declaring === undefined && related.has(own));
  };
  const blockers: string[] = [];
  for (const path of failed.keys())
    if (belongs(path)) blockers.push(`${nameOf(path)} could not be read or written`);
  const usesDropIn = migrate.fallback === 'drop-in';
  const tooOld = migrate.from === undefined ? releases.olderThanKnown(folder) : undefined;
  if (tooOld !== undefined && !usesDropIn) blockers.push(`Socket.IO ${tooOld} is older than 1.4`);
  for (const { file, result } of planned) {
    if (!belongs(file.path)) continue;
    const { failure, findings, changed } = result;
    // What is under a TODO comment is never edited, so it does not become the drop-in either.
    const isLeft = result.code.includes(TODO_MARK) && !loadsDropIn(result.code);
    const found = usesDropIn && !isLeft ? [] : findings.filter((finding) => isBlocking(finding, acknowledge));
    blockers.push(...found.map(({ line, code }) => `${nameOf(file.path)}:${line} ${code}`));
    if (failure !== undefined) blockers.push(`${nameOf(file.path)} does not parse`);
    if (changed && file.named === 'package') blockers.push(`${nameOf(file.path)} was not named`);
  }
  return blockers;
}

/** Migrates a package.json, if nothing keeps it on v2. */
export function planPackageJson(
  { file, onDisk, code }: Pick<Source, 'file' | 'onDisk' | 'code'>,
  blockers: readonly string[],
  planned: readonly Planned[],
  { migrate, releases, ownVersion, packageOf, acknowledge }: PlanContext,
): Planned {
  const folder = dirname(file.path);
  const usesDropIn = planned.some(
    ({ file: { path }, result }) =>
      loadsDropIn(result.code) && (releases.declaringFolder(path) ?? packageOf(path)) === folder,
  );
  const result = migratePackageJson(code, {
    to: newestTarget(migrate.to),
    keepV2Clients: migrate.keepV2Clients === true,
    blockers,
    dropIn: usesDropIn && migrate.fallback === 'drop-in' ? `^${ownVersion}` : undefined,
    tooOld: migrate.from === undefined ? releases.olderThanKnown(folder) : undefined,
    requirement: (name) => releases.requirement(folder, name),
    workspaceOverrides: workspaceOverrides(folder),
    acknowledge,
    isOnV2: (name) => releases.isOnV2(folder, name),
  });
  return { file, onDisk, before: code, result };
}
