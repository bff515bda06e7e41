import type { Finding } from '../types.js';
import type { Skipped } from './discover.js';

/** A finding of the command; `acknowledged` if its code was given as reviewed, so that it does not count. */
export interface ReportedFinding extends Finding {
  readonly acknowledged?: true;
}

/** What became of a file. */
export interface FileReport {
  /** Relative to the current folder, with forward slashes. */
  readonly path: string;
  readonly changed: boolean;
  readonly findings: readonly ReportedFinding[];
  /** Why it stayed as it was, if it could not be read, parsed or written. */
  readonly error?: string;
  /** The code before and after, if it changed. */
  readonly before?: string;
  readonly after?: string;
}

/** What became of all of them. */
export interface MigrationReport {
  /** Those that changed, have findings, or failed. */
  readonly files: readonly FileReport[];
  /** Those that were left out, and why. */
  readonly skipped: readonly Skipped[];
  readonly scanned: number;
  /** Whether it was stopped before the end. */
  readonly stopped: boolean;
  /** Files named package.json whose package is partly v2, partly v4, relative to the current folder. */
  readonly between: readonly string[];
  /** Whether files were written that git cannot bring back. */
  readonly noUndo: boolean;
}

/** A migration in numbers. */
export interface Summary {
  readonly scanned: number;
  readonly changed: number;
  /** Findings that were taken care of. */
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
