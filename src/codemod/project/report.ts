import { join } from 'node:path';
import type { Finding } from '../types.js';
import type { Skipped } from './discover.js';
import { isAcknowledged, type Planned, type PlanOptions } from './plan.js';
import { isToChange, type Project, type ProjectOptions, type Work } from './project.js';
import { pathFrom } from './read.js';
import { isBefore } from './releases.js';

/** A finding of the command; `acknowledged` if its code was given as reviewed, so that it does not count. */
export interface ReportedFinding extends Finding {
  readonly acknowledged?: true;
}

/** The result for a file. */
export interface FileReport {
  /** Relative to the current folder, with forward slashes. */
  readonly path: string;
  readonly changed: boolean;
  readonly findings: readonly ReportedFinding[];
  /** The reason why the file is unchanged, if it could not be read, parsed or written. */
  readonly error?: string;
  /** The code before and after, if it changed. */
  readonly before?: string;
  readonly after?: string;
}

/** The result for all files. */
export interface MigrationReport {
  /** The files that changed, have findings, or failed. */
  readonly files: readonly FileReport[];
  /** The files that were skipped, and the reasons. */
  readonly skipped: readonly Skipped[];
  readonly scanned: number;
  /** Files named package.json whose package is partly v2, partly v4, relative to the current folder. */
  readonly between: readonly string[];
  /** Files named package.json that ask for v2 and were not named in the run, although code of their package changes. */
  readonly unnamed: readonly string[];
  /** Whether files were written that git cannot restore. */
  readonly noUndo: boolean;
}

/** Reports what became of the files of a project. */
export function reportOf(
  project: Project,
  planned: readonly Planned[],
  { cwd, acknowledge, packageJson }: PlanOptions & Pick<ProjectOptions, 'packageJson'>,
  { failed }: Work,
  noUndo: boolean,
): MigrationReport {
  const { skipped, scanned } = project;
  const reported = planned.filter(isToChange);
  const failures = [...failed].map(([path, error]) => failureOf(nameOf(path, cwd), error));
  const reports = reported.map(({ path, code, result: { changed, findings, failure, code: after } }) => {
    const name = nameOf(path, cwd);
    if (failure) return failureOf(name, `${failure.message} (${failure.line}:${failure.column})`);
    const marked = findings.map((finding): ReportedFinding => {
      const isReviewed = finding.action === 'manual' && isAcknowledged(finding, acknowledge);
      return isReviewed ? { ...finding, acknowledged: true } : finding;
    });
    return { path: name, changed, findings: marked, ...(changed ? { before: code, after } : {}) };
  });
  const files = [...failures, ...reports].filter(
    ({ changed, findings, error }: FileReport) => changed || findings.length > 0 || error !== undefined,
  );
  const isBetween = ({ findings }: FileReport) =>
    findings.some(({ code }) => code === 'PACKAGE_JSON_STAYS_ON_V2');
  return {
    files,
    skipped: [
      ...skipped,
      ...reported.flatMap(({ path, skipped: reason }) => (reason === undefined ? [] : [{ path, reason }])),
    ].map(({ path, reason }) => ({ path: nameOf(path, cwd), reason })),
    scanned,
    between: files.filter(isBetween).map(({ path }) => path),
    unnamed: packageJson ? unnamedManifests(project, reported).map((path) => nameOf(path, cwd)) : [],
    noUndo,
  };
}

function unnamedManifests({ packages, manifests }: Project, reported: readonly Planned[]): readonly string[] {
  const changed = reported.filter(({ kind, result }) => kind !== 'package.json' && result.changed);
  const folders = new Set(changed.map(({ path }) => packages.declaringFolder(path, ['socket.io'])));
  return [...folders].flatMap((folder) => {
    if (folder === undefined) return [];
    const path = join(folder, 'package.json');
    const isNamed = manifests.some((manifest) => manifest.path === path);
    return !isNamed && isBefore(packages.releaseOf(folder, 'socket.io'), '3.0.0') ? path : [];
  });
}

const failureOf = (path: string, error: string): FileReport => ({
  path,
  changed: false,
  findings: [],
  error,
});

/** The name of a file in reports. */
export const nameOf = (path: string, cwd: string): string => pathFrom(cwd, path) || path;

/** A migration in numbers; `migrated` and `manual` count findings. */
export function summarize({ files, scanned, skipped }: MigrationReport) {
  const findings = files.flatMap((file) => file.findings);
  return {
    scanned,
    changed: files.filter(({ changed }) => changed).length,
    migrated: findings.filter(({ action }) => action === 'migrated').length,
    manual: findings.filter(isOpen).length,
    failed: files.filter(({ error }) => error !== undefined).length,
    skipped: skipped.length,
  };
}

/** Whether a finding still needs a review. */
export function isOpen({ action, acknowledged }: ReportedFinding): boolean {
  return action === 'manual' && acknowledged !== true;
}
