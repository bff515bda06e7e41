import type { MigrationReport } from '../codemod/project/migrate-files.js';

/** A migration in numbers. */
export interface Summary {
  readonly scanned: number;
  readonly changed: number;
  /** Findings that were taken care of. */
  readonly migrated: number;
  /** Findings that need a person. */
  readonly manual: number;
  readonly failed: number;
}

export function summarize({ files, scanned }: MigrationReport): Summary {
  const findings = files.flatMap((file) => file.findings);
  return {
    scanned,
    changed: files.filter(({ changed }) => changed).length,
    migrated: findings.filter(({ action }) => action === 'migrated').length,
    manual: findings.filter(({ action }) => action === 'manual').length,
    failed: files.filter(({ error }) => error !== undefined).length,
  };
}
