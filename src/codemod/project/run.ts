import { dirname, relative } from 'node:path';
import { namesOrigins } from '../detect/hidden-settings.js';
import { loadsDropIn } from '../migrations/fallback.js';
import { concernsServers, isNoCode, surveySource, unreadSurvey } from '../survey.js';
import type { FileSurvey, Finding, MigrateOptions } from '../types.js';
import { type DiscoveredFile, discover, packageFinder, type Skipped, slashed } from './discover.js';
import { askForUndo } from './git.js';
import { Loads } from './loads.js';
import {
  addSurvey,
  blockersOf,
  concerned,
  type PlanContext,
  type Planned,
  planPackageJson,
  planSource,
  reviewClient,
  surveyPackages,
} from './plan.js';
import { decodeUtf8, isCompiled, LARGEST_SOURCE, readRegularFile, readTextIfAny } from './read.js';
import { ReleaseDetector } from './release.js';
import type { FileReport, MigrationReport, ReportedFinding } from './report.js';
import { GENERATED, isVendored, readSource, type Source } from './sources.js';
import { replaceFile } from './write.js';

/** What to migrate, and how. */
export interface MigrationOptions extends Omit<PlanContext, 'packageOf' | 'releases'> {
  readonly paths: readonly string[];
  readonly migrate: MigrateOptions;
  readonly write: boolean;
  /** Whether to write files with uncommitted changes, and to break hard links. */
  readonly force: boolean;
  /** Whether files named package.json may change. */
  readonly packageJson: boolean;
  /** Patterns of paths to leave out. */
  readonly ignore: readonly string[];
  /** Called for each file that is read, with the number of all files. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Whether to stop after the current file. */
  readonly isStopped?: () => boolean;
}

/** Files that would be changed have uncommitted changes. Nothing was written. */
export class UncommittedChangesError extends Error {
  override readonly name = 'UncommittedChangesError';
}

/**
 * Migrates the files of a tree. Each is read once and judged with what the others of its package do. A package.json moves
 * to v4 when nothing is left for review in its package. A file that fails is reported, and the others are done.
 *
 * @throws UncommittedChangesError before anything is written
 * @example (await runMigration({ paths: ['.'], cwd: process.cwd(), migrate: {}, write: false, … })).files
 */
export async function runMigration(options: MigrationOptions): Promise<MigrationReport> {
  const run = new Run(options);
  const { sources, manifests } = await run.read();
  const planned = await run.planSources(sources);
  const plannedManifests = await run.planManifests(manifests, planned);
  const noUndo = options.write && run.requireUndo([...planned, ...plannedManifests]);
  const written = options.write
    ? await run.write(planned, plannedManifests, manifests)
    : [...planned, ...plannedManifests];
  return { ...run.report(written), noUndo };
}

/** One run: what was skipped, what failed, and how far it came. */
class Run {
  readonly #options: MigrationOptions;
  readonly #context: PlanContext;
  readonly #skipped: Skipped[] = [];
  readonly #failed = new Map<string, string>();
  /** Files that cannot be read as they are, and as much of their code as can be. */
  readonly #unread = new Map<string, string>();
  /** Those of them that make a server, or set one. */
  readonly #missed = new Map<string, string>();
  readonly #clients: Pick<FileReport, 'path' | 'findings'>[] = [];
  #loads: Loads | undefined;
  #scanned = 0;
  #isStopped = false;

  constructor(options: MigrationOptions) {
    this.#options = options;
    this.#context = { ...options, releases: new ReleaseDetector(), packageOf: packageFinder() };
  }

  /** Finds the files, and reads those that may concern Socket.IO. */
  async read(): Promise<{ sources: Source[]; manifests: DiscoveredFile[] }> {
    const { paths, cwd, ignore, onProgress } = this.#options;
    const found = discover(paths, cwd, ignore, this.#context.packageOf);
    this.#skipped.push(...found.skipped);
    for (const { path, reason } of found.unreadable) this.#failed.set(path, reason);
    const isManifest = ({ kind }: DiscoveredFile) => kind === 'package.json';
    const candidates = found.files.filter((file) => !isManifest(file));
    const manifests = found.files.filter((file) => isManifest(file) && isToChange(file));
    this.#loads = new Loads(
      // A file without an extension may be anything, until another file loads it.
      new Set(found.files.filter(({ kind }) => kind !== 'script').map(({ path }) => path)),
      this.#packagesIn(found.files.filter(isManifest)),
      this.#context.packageOf,
    );
    let done = 0;
    const sources = await this.#each(candidates, (file) => {
      onProgress?.(++done, candidates.length);
      return this.#readSource(file);
    });
    this.#scanned = candidates.filter(isToChange).length + manifests.length;
    // What these load in turn is added on the way.
    for (const [path, root] of this.#loads.leftOut) {
      if (sources.some(({ file }) => file.path === path)) continue;
      const [source] = await this.#each<DiscoveredFile, Source>(
        [{ path, root, kind: 'source', named: 'package' }],
        (file) => this.#readSource(file),
      );
      if (source !== undefined && !isCompiled(source.code) && !isNoCode(path, source.code))
        sources.push(source);
    }
    return { sources, manifests: this.#options.packageJson ? manifests : [] };
  }

  #readSource(file: DiscoveredFile): Source | undefined {
    const { releases, packageOf } = this.#context;
    const source = readSource(file, releases.nameOf(packageOf(file.path)), (code) =>
      this.#loads?.note(file, code),
    );
    if (source === undefined || 'file' in source) return source;
    if (source.unread !== undefined) this.#unread.set(file.path, source.unread);
    if (isToChange(file)) this.#skip(file, source.reason, source.code);
    return undefined;
  }

  #packagesIn(manifests: readonly DiscoveredFile[]): Map<string, string> {
    const folders = manifests.map(({ path }) => dirname(path));
    return new Map(
      folders.flatMap((folder) => {
        const name = this.#context.releases.nameOf(folder);
        return name === undefined ? [] : [[name, folder] as const];
      }),
    );
  }

  /** Skips a file. A copy of a v2 client is reported, because v4 refuses it. */
  #skip({ path }: DiscoveredFile, reason: string, code?: string): void {
    this.#skipped.push({ path, reason });
    const findings = code === undefined ? [] : reviewClient('copy', path, code, this.#context);
    if (findings.length > 0) this.#clients.push({ path, findings });
  }

  async planSources(sources: readonly Source[]): Promise<Planned[]> {
    const { packageOf } = this.#context;
    const related = concerned(sources, packageOf);
    const programOf = this.#programs(this.#survey(related));
    const planned = await this.#each<Source, Planned>(related, (source) => {
      const { file, onDisk, code } = source;
      if (file.kind === 'page') {
        const findings = reviewClient('page', file.path, code, this.#context);
        return { file, onDisk, before: code, result: { code, changed: false, findings } };
      }
      const planned = planSource(source, programOf(packageOf(file.path)), this.#context);
      if (!source.isGenerated || planned.result.changed) return planned;
      if (isToChange(file)) this.#skip(file, GENERATED, code);
      return undefined;
    });
    return planned.some(becomesDropIn) ? this.#planAgain(planned) : planned;
  }

  /** Plans what makes no drop-in server again, knowing which other files now do: its members need no review then. */
  #planAgain(planned: readonly Planned[]): Planned[] {
    const { packageOf } = this.#context;
    const sources = planned.map((one): Source => ({ ...one, code: one.result.code, isGenerated: false }));
    const programOf = this.#programs(this.#survey(sources));
    return planned.map((one) =>
      one.file.kind === 'page' || becomesDropIn(one)
        ? one
        : planSource({ ...one, code: one.before }, programOf(packageOf(one.file.path)), this.#context),
    );
  }

  /** What the files of each package do, with those of the packages that may reach its servers. */
  #programs(surveys: ReadonlyMap<string, readonly FileSurvey[]>): (folder: string) => readonly FileSurvey[] {
    const programs = new Map<string, readonly FileSurvey[]>();
    return (folder) => {
      const known = programs.get(folder);
      if (known !== undefined) return known;
      const folders = [...(this.#loads?.relatedTo(folder) ?? [folder])];
      const program = folders.flatMap((one) => surveys.get(one) ?? []);
      programs.set(folder, program);
      return program;
    };
  }

  /** Collects what the files of each package do, also those that cannot be read, and names the settings in its JSON. */
  #survey(sources: readonly Source[]): Map<string, FileSurvey[]> {
    const { packageOf } = this.#context;
    const surveys = surveyPackages(sources, packageOf, this.#loads?.loaded);
    this.#surveyUnread(surveys);
    for (const path of this.#loads?.data ?? [])
      if (namesOrigins(readTextIfAny(path) ?? ''))
        addSurvey(surveys, packageOf(path), { ...unreadSurvey(path, ''), namesOrigins: true });
    return surveys;
  }

  /** Takes a file that is loaded and cannot be read for one that sets the servers of its package. */
  #surveyUnread(surveys: Map<string, FileSurvey[]>): void {
    for (const [path, code] of this.#unread) {
      const survey =
        (code === '' ? undefined : surveySource(code, path)) ??
        (this.#loads?.loaded.has(path) ? unreadSurvey(path) : undefined);
      if (survey === undefined || !concernsServers(survey)) continue;
      addSurvey(surveys, this.#context.packageOf(path), survey);
      this.#missed.set(path, 'it could not be read');
    }
  }

  async planManifests(manifests: readonly DiscoveredFile[], planned: readonly Planned[]): Promise<Planned[]> {
    return this.#each(manifests, (file) => this.#planManifest(file, planned));
  }

  #planManifest(file: DiscoveredFile, planned: readonly Planned[]): Planned | undefined {
    const folder = this.#context.packageOf(file.path);
    const onDisk = readRegularFile(file.path, LARGEST_SOURCE);
    if (onDisk === 'gone') return undefined;
    const code = typeof onDisk === 'string' ? undefined : decodeUtf8(onDisk.bytes);
    const isCopy = isVendored(this.#context.releases.nameOf(folder));
    if (isCopy || code === undefined || typeof onDisk === 'string') {
      const reason = isCopy ? "the package.json of a copy of Socket.IO's own" : 'no regular file in UTF-8';
      this.#skipped.push({ path: file.path, reason });
      return undefined;
    }
    const related = this.#loads?.relatedTo(folder) ?? new Set<string>();
    const failed = new Map([...this.#failed, ...this.#missed]);
    const blockers = blockersOf(folder, related, planned, failed, this.#context);
    return planPackageJson({ file, onDisk, code }, blockers, planned, this.#context);
  }

  /**
   * @returns whether git cannot restore some of the files
   * @throws UncommittedChangesError if files have uncommitted changes, without `force`
   */
  requireUndo(planned: readonly Planned[]): boolean {
    const { dirty, unknown, unkept } = askForUndo(planned.filter(willChange).map(({ file }) => file.path));
    if (this.#options.force) return unkept.length > 0 || dirty.length > 0;
    const names = (paths: readonly string[]) => paths.map((path) => this.#nameOf(path)).join(', ');
    if (dirty.length > 0)
      throw new UncommittedChangesError(
        `git has uncommitted changes in files that would be changed: ${names(dirty)}. Commit or stash them first, or add --force.`,
      );
    if (unknown.length > 0)
      throw new UncommittedChangesError(
        `git does not say whether ${names(unknown)} has uncommitted changes. See what \`git status\` says there, or add --force.`,
      );
    return unkept.length > 0;
  }

  /** Writes the sources, then every package.json whose sources could all be written. */
  async write(
    planned: readonly Planned[],
    plannedManifests: readonly Planned[],
    manifests: readonly DiscoveredFile[],
  ): Promise<Planned[]> {
    const before = this.#failed.size;
    const sources = await this.#each(planned, (one) => this.#writeOne(one));
    const again =
      this.#failed.size === before ? plannedManifests : await this.planManifests(manifests, planned);
    return [...sources, ...(await this.#each(again, (one) => this.#writeOne(one)))];
  }

  #writeOne(planned: Planned): Planned {
    if (!willChange(planned)) return planned;
    const { file, onDisk, result } = planned;
    const { root } = file;
    replaceFile(file.path, onDisk, Buffer.from(result.code), { root, breakHardLinks: this.#options.force });
    return planned;
  }

  report(planned: readonly Planned[]): Omit<MigrationReport, 'noUndo'> {
    const reports = planned.filter(({ file }) => isToChange(file)).flatMap((one) => this.#reportOf(one));
    const failures = [...this.#failed].map(([path, error]): FileReport => {
      return { path: this.#nameOf(path), changed: false, findings: [], error };
    });
    const skipped = this.#skipped.map(({ path, reason }) => ({ path: this.#nameOf(path), reason }));
    const clients = this.#clients.map(({ path, findings }): FileReport => {
      return { path: this.#nameOf(path), changed: false, findings: this.#reviewed(findings) };
    });
    const files = [...failures, ...reports, ...clients];
    const between = files.filter(({ findings }) =>
      findings.some(({ code }) => code === 'PACKAGE_JSON_STAYS_ON_V2'),
    );
    return {
      files,
      skipped,
      scanned: this.#scanned,
      stopped: this.#isStopped,
      between: between.map(({ path }) => path),
    };
  }

  #reportOf(planned: Planned): FileReport[] {
    const { file, before, result } = planned;
    const path = this.#nameOf(file.path);
    const { failure, changed } = result;
    if (failure !== undefined)
      return [
        {
          path,
          changed: false,
          findings: [],
          error: `${failure.message} (${failure.line}:${failure.column})`,
        },
      ];
    const findings = this.#reviewed(result.findings);
    if (!changed) return findings.length === 0 ? [] : [{ path, changed, findings }];
    return [{ path, changed, findings, before, after: result.code }];
  }

  /** Marks the findings whose code, or the code in whose comment, was acknowledged. */
  #reviewed(findings: readonly Finding[]): ReportedFinding[] {
    const { acknowledge } = this.#options;
    return findings.map((finding) => {
      const { action, code, subject = '' } = finding;
      const isReviewed = acknowledge.has(code) || (code === 'TODO_IS_LEFT' && acknowledge.has(subject));
      return action === 'manual' && isReviewed ? { ...finding, acknowledged: true as const } : finding;
    });
  }

  /** Works through items one after the other. An error fails only its file, and a signal is handled in between. */
  async #each<T extends DiscoveredFile | Source | Planned, R>(
    items: readonly T[],
    work: (item: T) => R | undefined,
  ): Promise<R[]> {
    const results: R[] = [];
    for (const item of items) {
      this.#isStopped ||= this.#options.isStopped?.() ?? false;
      if (this.#isStopped) break;
      try {
        const result = work(item);
        if (result !== undefined) results.push(result);
      } catch (error) {
        this.#failed.set('file' in item ? item.file.path : item.path, (error as Error).message);
      }
      if (results.length % 50 === 1) await new Promise(setImmediate);
    }
    return results;
  }

  #nameOf(path: string): string {
    return slashed(relative(this.#options.cwd, path)) || path;
  }
}

const becomesDropIn = ({ before, result }: Planned): boolean =>
  !loadsDropIn(before) && loadsDropIn(result.code);

const isToChange = ({ named }: DiscoveredFile): boolean => named !== 'package';

const willChange = ({ file, result }: Planned): boolean => isToChange(file) && result.changed;
