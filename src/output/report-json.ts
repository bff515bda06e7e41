import type { MigrationReport } from '../codemod/project/migrate-files.js';
import { summarize } from './summarize.js';

/** The version of the JSON's form. */
const FORM = 1;

/** A migration as JSON, for programs. */
export function reportJson(report: MigrationReport): string {
  const files = report.files.map(({ path, changed, findings, error }) => ({
    path,
    changed,
    findings,
    ...(error === undefined ? {} : { error }),
  }));
  const { repositories } = report;
  const skipped = repositories.length === 0 ? {} : { repositories };
  return `${JSON.stringify({ version: FORM, files, summary: summarize(report), ...skipped }, null, 2)}\n`;
}
