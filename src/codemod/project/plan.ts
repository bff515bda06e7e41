import { dirname } from 'node:path';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from '../../v2/releases.js';
import { hasTelltale, mayUseServer, namesRelease } from '../detect/prefilter.js';
import { TODO_MARK } from '../edits/todo.js';
import { migrateSource } from '../migrate-source.js';
import { loadsDropIn } from '../migrations/fallback.js';
import { reviewClientBundle, reviewPage } from '../program/review.js';
import { concernsServers, surveySource, unreadSurvey } from '../survey.js';
import type { FileSurvey, Finding, MigrateOptions, MigrateResult, OriginsName } from '../types.js';
import { migratePackageJson } from './package-json.js';
import { pinsAround } from './pins.js';
import type { Project, Work } from './project.js';
import { pathFrom } from './read.js';
import { mayBe } from './releases.js';
import type { Source } from './sources.js';

/** The new content of a file, which has not been written yet. */
export interface Planned extends Source {
  readonly result: MigrateResult;
}

/** The input of a plan, besides the files. */
export interface PlanOptions {
  readonly cwd: string;
  readonly migrate: MigrateOptions;
  /** The codes of findings that count as reviewed. */
  readonly acknowledge: ReadonlySet<string>;
  /** The release of this package. */
  readonly ownVersion: string;
}

/** Migrates the sources, each knowing what the others of its program do. Pages, and copies of clients, are only reviewed. */
export function planSources(project: Project, options: PlanOptions, work: Work): Planned[] {
  const { concerned, surveys } = survey(project, project.sources);
  const planned = work.each(concerned, planner(project, surveys, options));
  if (!planned.some(becomesDropIn)) return planned;
  // The others are planned again, knowing which files now make drop-in servers: v2's members need no review there.
  const results = new Map(planned.map(({ path, result }) => [path, result]));
  const next = project.sources.map((source) => {
    const code = results.get(source.path)?.code;
    return code === undefined ? source : { ...source, code, isGenerated: false };
  });
  const plan = planner(project, survey(project, next).surveys, options);
  return planned.map((one) => (becomesDropIn(one) ? one : plan(one)));
}

const becomesDropIn = ({ code, result }: Planned): boolean => !loadsDropIn(code) && loadsDropIn(result.code);

/**
 * Surveys the sources. Those that only call methods by a name from elsewhere, such as `handlers[name](event)`, concern no
 * server unless another file has `origins` for such a name.
 */
function survey(project: Project, sources: readonly Source[]) {
  const surveysOf = (some: readonly Source[]) => some.flatMap((source) => surveyOf(source, project) ?? []);
  const isUser = ({ trace, skipped }: Source) => trace === 'use' && skipped === undefined;
  const naming = [...project.settings, ...surveysOf(sources.filter((source) => !isUser(source)))];
  const hasName = (name: OriginsName) => naming.some(({ namesOrigins }) => namesOrigins === name);
  const mayUse = hasName('string') ? () => true : hasName('key') ? mayUseServer : hasTelltale;
  const passedOver = sources.filter((source) => isUser(source) && !mayUse(source.code));
  const concerned = sources.filter((source) => !passedOver.includes(source));
  const releaseReaders = passedOver
    .filter(({ code }) => namesRelease(code))
    .map(({ path }) => ({ ...unreadSurvey(path, ''), readsRelease: true }));
  return { concerned, surveys: [...naming, ...surveysOf(concerned.filter(isUser)), ...releaseReaders] };
}

const GENERATED = 'minified or generated, and no server is created in it: name it to include it';

/** Creates a function that migrates one of the surveyed sources. */
function planner(
  { packages, loads }: Project,
  surveyed: readonly FileSurvey[],
  { migrate, cwd, acknowledge }: PlanOptions,
): (source: Source) => Planned {
  // Their paths are relative to the current folder, like those of findings.
  const surveys = surveyed.map(({ path = '', ...rest }) => ({
    ...{ folder: packages.folderOf(path), path: pathFrom(cwd, path) },
    ...rest,
  }));
  const reviewed = (source: Source): Planned => {
    const { path, code } = source;
    const from = migrate.from ?? packages.releaseFor(path);
    const findings = from === undefined ? [] : reviewClient(source, from, migrate);
    return { ...source, result: { code, changed: false, findings } };
  };
  return (source) => {
    const { path, code, kind, isGenerated, trace } = source;
    if (kind === 'page' || source.skipped !== undefined) return reviewed(source);
    const shown = pathFrom(cwd, path);
    const own = surveys.find((one) => one.path === shown);
    // It only calls methods by names of its own: handlers[name](event).
    if (trace === 'use' && own?.callsByName.length === 0 && !hasTelltale(code)) return reviewed(source);
    const related = loads.relatedTo(packages.folderOf(path));
    const result = migrateSource(code, {
      ...migrate,
      filename: path,
      from: migrate.from ?? packages.releaseFor(path, code),
      clientFrom: migrate.from ?? packages.clientReleaseFor(path),
      todoFor: (finding) => !acknowledge.has(finding),
      load: (loaded) => loads.read(path, loaded),
      others: surveys.filter((one) => related.has(one.folder) && one !== own),
    });
    if (isGenerated && !result.changed) return reviewed({ ...source, skipped: GENERATED });
    return { ...source, result };
  };
}

/** What a file does that matters to the others of its program; undefined if it is no part of that. */
function surveyOf(source: Source, { loads }: Project): FileSurvey | undefined {
  const { path, code, kind, skipped, isGenerated, isUnread } = source;
  // A bundle repeats what the sources beside it do. It loads none of them, and none loads it.
  const isBundle = isGenerated && !loads.loaded.has(path) && !loads.loading.has(path);
  if (!isUnread)
    return kind === 'page' || skipped !== undefined || isBundle
      ? undefined
      : (surveySource(code, path) ?? unreadSurvey(path, code));
  // A file that is loaded, and whose text cannot be read either, is taken for one that sets the servers of its package.
  if (code === '') return loads.loaded.has(path) ? unreadSurvey(path) : undefined;
  const survey = surveySource(code, path) ?? unreadSurvey(path, code);
  return concernsServers(survey) ? survey : undefined;
}

/** Pages that load the client from the server get v4's with it. Allowing v2 clients changes nothing for them. */
const SERVED_CLIENT = /\/socket\.io\/socket\.io(?:\.\w+)*\.js\b/;

/**
 * Reviews a page, or a copy of a client, for what v4 changes or refuses. Neither is ever edited.
 *
 * @param from the release of the package's server: on v4, a copy of a v2 client may be allowed by `allowEIO3`
 */
function reviewClient(
  { kind, code }: Source,
  from: string,
  { keepV2Clients }: MigrateOptions,
): readonly Finding[] {
  const isPage = kind === 'page';
  if (keepV2Clients && !(isPage && SERVED_CLIENT.test(code))) return [];
  if (isPage) return reviewPage(code);
  return resolveRelease(from, LEGACY_RELEASES) === undefined ? [] : reviewClientBundle(code);
}

/** Migrates each package.json, if nothing keeps it on v2. */
export function planManifests(
  project: Project,
  planned: readonly Planned[],
  options: PlanOptions,
  work: Work,
): Planned[] {
  const { packages } = project;
  const { migrate, acknowledge, ownVersion } = options;
  return work.each(project.manifests, (manifest): Planned => {
    const { code } = manifest;
    if (manifest.skipped !== undefined)
      return { ...manifest, result: { code, changed: false, findings: [] } };
    const folder = dirname(manifest.path);
    const usesDropIn = planned.some(
      ({ path, result }) =>
        loadsDropIn(result.code) && (packages.declaringFolder(path) ?? packages.folderOf(path)) === folder,
    );
    const release = migrate.from === undefined ? packages.releaseOf(folder, 'socket.io') : undefined;
    const tooOld = release === undefined || mayBe(release, '>=1.4.0-0') ? undefined : release;
    const result = migratePackageJson(code, {
      to: resolveRelease(migrate.to ?? '*', TARGET_RELEASES) as string,
      keepV2Clients: migrate.keepV2Clients === true,
      blockers: blockersOf(folder, tooOld, project, planned, options, work),
      dropIn: usesDropIn && migrate.fallback === 'drop-in' ? `^${ownVersion}` : undefined,
      tooOld,
      folder,
      releaseOf: (name) => packages.releaseOf(folder, name),
      outerPins: pinsAround(folder, (path) => project.manifests.some((other) => other.path === path)),
      acknowledge,
    });
    return { ...manifest, result };
  });
}

/**
 * Findings about the program that do not concern its origins: v4 needs other code, but allows no further origins
 * because of them. All other codes keep package.json on v2, so that a new code of the codemod does too.
 */
const DOES_NOT_BLOCK =
  /^(?:CALL_HAS_NO_|CLIENT_|COOKIE|GLOBAL_TYPES_|LEGACY_MEMBER|MAX_HTTP_|PACKAGE_JSON_|REQUEST_RES_|ROOT_MIDDLEWARE_|V2_API_|V2_CLIENT_|WS_ENGINE)/;

/** Whether a finding, or the finding of the comment that it is about, counts as reviewed. */
export function isAcknowledged({ code, subject = '' }: Finding, acknowledge: ReadonlySet<string>): boolean {
  return acknowledge.has(code) || (code === 'TODO_IS_LEFT' && acknowledge.has(subject));
}

/**
 * The findings that keep the package.json of a folder on v2: `server.js:3 ORIGINS_NOT_MIGRATED`. The files of packages that
 * load this one, or that it loads, count if no package.json around them names a release.
 */
function blockersOf(
  folder: string,
  tooOld: string | undefined,
  project: Project,
  planned: readonly Planned[],
  { cwd, migrate, acknowledge }: PlanOptions,
  { failed }: Work,
): string[] {
  const { packages, loads } = project;
  const related = loads.relatedTo(folder);
  const belongs = (path: string) => {
    const declaring = packages.declaringFolder(path);
    const own = packages.folderOf(path);
    return own === folder || declaring === folder || (declaring === undefined && related.has(own));
  };
  const isBlocking = (finding: Finding) =>
    finding.action === 'manual' &&
    !isAcknowledged(finding, acknowledge) &&
    !DOES_NOT_BLOCK.test(finding.code === 'TODO_IS_LEFT' ? (finding.subject ?? '') : finding.code);
  const usesDropIn = migrate.fallback === 'drop-in';
  const unread = [...failed.keys()].filter(belongs);
  const blockers = unread.map((path) => `${pathFrom(cwd, path)} could not be read or written`);
  if (tooOld !== undefined && !usesDropIn) blockers.push(`Socket.IO ${tooOld} is older than 1.4`);
  for (const source of planned.filter((one) => belongs(one.path))) {
    const { failure, findings, changed, code } = source.result;
    const name = pathFrom(cwd, source.path);
    // Code under a TODO comment is never edited, so it does not become the drop-in either.
    const isLeft = code.includes(TODO_MARK) && !loadsDropIn(code);
    const found = usesDropIn && !isLeft ? [] : findings.filter(isBlocking);
    blockers.push(...found.map((finding) => `${name}:${finding.line} ${finding.code}`));
    if (failure !== undefined) blockers.push(`${name} does not parse`);
    if (source.isUnread && surveyOf(source, project)) blockers.push(`${name} was skipped`);
    if (changed && source.named === 'package') blockers.push(`${name} was not named`);
  }
  return blockers;
}
