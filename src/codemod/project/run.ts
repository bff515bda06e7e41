import { askForUndo } from './git.js';
import { type Planned, type PlanOptions, planManifests, planSources } from './plan.js';
import { isToChange, type ProjectOptions, readProject, Work } from './project.js';
import { type MigrationReport, nameOf, reportOf } from './report.js';
import { replaceFile } from './write.js';

/** The files to migrate, and how. */
export interface MigrationOptions extends ProjectOptions, PlanOptions {
  readonly write: boolean;
  /** Whether to write files with uncommitted changes. */
  readonly force: boolean;
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
 * @example runMigration({ paths: ['.'], cwd: process.cwd(), migrate: {}, write: false, … }).files
 */
export function runMigration(options: MigrationOptions): MigrationReport {
  const work = new Work();
  const project = readProject(options, work);
  const sources = planSources(project, options, work);
  const manifests = planManifests(project, sources, options, work);
  if (!options.write) return reportOf(project, [...sources, ...manifests], options, work, false);
  const noUndo = requireUndo([...sources, ...manifests], options);
  const write = (one: Planned) => {
    const { onDisk, result } = one;
    if (willChange(one) && onDisk !== undefined) replaceFile({ ...one, onDisk }, Buffer.from(result.code));
    return one;
  };
  const written = withoutSignals(() => {
    const done = work.each(sources, write);
    // A source that could not be written keeps its package.json on v2.
    return [...done, ...work.each(planManifests(project, sources, options, work), write)];
  });
  return reportOf(project, written, options, work, noUndo);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ignores signals meanwhile. One that ended the process could leave a temporary file, or v4 code beside a package.json on v2. */
function withoutSignals<T>(work: () => T): T {
  const ignore = () => undefined;
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}

const willChange = (planned: Planned): boolean => isToChange(planned) && planned.result.changed;

/**
 * @returns whether git cannot restore some of the files
 * @throws UncommittedChangesError if files have uncommitted changes, without `force`
 */
function requireUndo(planned: readonly Planned[], { cwd, force }: MigrationOptions): boolean {
  const { dirty, unknown, unkept } = askForUndo(planned.filter(willChange).map(({ path }) => path));
  if (force) return unkept.length > 0 || dirty.length > 0;
  const names = (paths: readonly string[]) => paths.map((path) => nameOf(path, cwd)).join(', ');
  const problem =
    dirty.length > 0
      ? `git has uncommitted changes in files that would be changed: ${names(dirty)}. Commit or stash them first, or add --force.`
      : `git does not say whether ${names(unknown)} has uncommitted changes. See what \`git status\` says there, or add --force.`;
  if (dirty.length + unknown.length > 0) throw new UncommittedChangesError(problem);
  return unkept.length > 0;
}
