import { type MigrationReport, summarize } from '../codemod/project/report.js';

/** The version of the format. */
const FORM = 1;

/** A migration as JSON, for programs. */
export function reportJson(report: MigrationReport): string {
  const files = report.files.map(({ path, changed, findings, error }) => ({
    path,
    changed,
    findings,
    ...(error === undefined ? {} : { error }),
  }));
  const { skipped } = report;
  return `${JSON.stringify({ version: FORM, files, skipped, summary: summarize(report) }, null, 2)}\n`;
}
