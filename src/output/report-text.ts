import { createTwoFilesPatch } from 'diff';
import type { FileReport, MigrationReport } from '../codemod/project/migrate-files.js';
import type { Finding } from '../codemod/types.js';
import { forCommand } from '../messages/wording.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { repositoriesText } from './repositories-text.js';
import { summarize } from './summarize.js';

/** What the text says beside the findings. */
export interface TextOptions {
  /** `write`: the files were changed; `diff`: they are shown; `check`: they are counted. */
  readonly mode: 'write' | 'diff' | 'check';
  readonly colors: Paint;
}

/** A migration for people: the diff, what is worth knowing, and at the end what is left to do. */
export function reportText(report: MigrationReport, { mode, colors }: TextOptions): string {
  const { files } = report;
  const parts: string[] = [];
  if (mode === 'diff') parts.push(...files.map((file) => diffOf(file, colors)));
  const noteworthy = ({ action, severity, effect }: Finding) =>
    action === 'migrated' && (severity !== 'info' || effect !== 'none');
  parts.push(section('Migrated, and worth a look:', files, noteworthy, colors));
  parts.push(summaryLine(report, mode, colors));
  parts.push(failures(files, colors));
  parts.push(nextStep(report, mode));
  const repositories = repositoriesText(report.repositories);
  if (repositories !== '') parts.push(`${printable(repositories, 10_000)}\n`);
  parts.push(section('Left to you:', files, ({ action }) => action === 'manual', colors));
  return parts.filter((part) => part !== '').join('\n');
}

function diffOf({ path, before, after }: FileReport, colors: Paint): string {
  if (before === undefined || after === undefined) return '';
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split('\n').slice(1);
  return lines.map((line) => colored(line, colors)).join('\n');
}

function colored(line: string, colors: Paint): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(line);
  if (line.startsWith('@@')) return colors.dim(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

function summaryLine(report: MigrationReport, mode: TextOptions['mode'], colors: Paint): string {
  const { scanned, changed, migrated, manual, failed } = summarize(report);
  const did = mode === 'write' ? 'changed' : 'to change';
  const counts = [
    `${count(scanned, 'file')} scanned`,
    `${count(changed, 'file')} ${did}`,
    `${count(migrated, 'finding')} migrated`,
    `${manual} left to you`,
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  const hint = mode === 'diff' && changed > 0 ? ' Nothing was written: add --write.' : '';
  const stopped = report.stopped ? ' Stopped before the end.' : '';
  return `${colors.bold(`${counts.join(', ')}.`)}${hint}${stopped}\n`;
}

/** Lockfiles and installed packages are the package manager's. */
function nextStep({ files }: MigrationReport, mode: TextOptions['mode']): string {
  const upgraded = files.filter(
    ({ changed, findings }) => changed && findings.some(({ code }) => code.startsWith('MANIFEST_')),
  );
  if (upgraded.length === 0) return '';
  const names = upgraded.map(({ path }) => printable(path, 1000)).join(', ');
  return mode === 'write'
    ? `Next: npm install (or your package manager's), for ${names} has changed and the lockfile has not.\n`
    : `${names} would be upgraded too; the lockfile is left to your package manager.\n`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function failures(files: readonly FileReport[], colors: Paint): string {
  const lines = files.flatMap(({ path, error }) =>
    error === undefined ? [] : [`  ${printable(path, 1000)}  ${printable(error)}`],
  );
  if (lines.length === 0) return '';
  const hint = 'Mend them, or name the paths to look at without them, and run this again.';
  return `${colors.red('Failed, and left as they were:')}\n${lines.join('\n')}\n  ${colors.dim(hint)}\n`;
}

/** What was found, by place; what is to be said of it is said once. */
function section(
  title: string,
  files: readonly FileReport[],
  isListed: (finding: Finding) => boolean,
  colors: Paint,
): string {
  const said = new Set<string>();
  const lines = files.flatMap(({ path, findings }) =>
    findings.filter(isListed).map(({ line, column, code, message, remedy }) => {
      const place = `${printable(path, 1000)}:${line}:${column}`;
      const text = `${code} ${message} ${remedy}`;
      if (said.has(text)) return `  ${place}  ${colors.yellow(code)}`;
      said.add(text);
      return `  ${place}  ${colors.yellow(code)}\n    ${printable(message, 1000)}\n    ${colors.dim(printable(`Fix: ${forCommand(remedy)}`, 1000))}`;
    }),
  );
  return lines.length === 0 ? '' : `${colors.bold(title)}\n${lines.join('\n')}\n`;
}
