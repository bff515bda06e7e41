import type { Finding } from '../types.js';
import type { Skipped } from './discover.js';

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
  /** Whether the run was stopped before the end. */
  readonly stopped: boolean;
  /** Files named package.json whose package is partly v2, partly v4, relative to the current folder. */
  readonly between: readonly string[];
  /** Whether files were written that git cannot restore. */
  readonly noUndo: boolean;
}

/** A migration in numbers. */
export interface Summary {
  readonly scanned: number;
  readonly changed: number;
  /** Findings that have been migrated. */
  readonly migrated: number;
  /** Findings that need a review. */
  readonly manual: number;
  readonly failed: number;
  readonly skipped: number;
}

export function summarize({ files, scanned, skipped }: MigrationReport): Summary {
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
