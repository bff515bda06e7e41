import { createTwoFilesPatch } from 'diff';
import { TODO_MARK } from '../codemod/edits/todo.js';
import {
  type FileReport,
  isOpen,
  type MigrationReport,
  type ReportedFinding,
  summarize,
} from '../codemod/project/report.js';
import { bySeverity, SEVERITIES } from '../messages/message.js';
import { counted, findingText, type Paint, printable } from './terminal.js';

/** How to print a migration. */
export interface TextOptions {
  /** `write`: the files were changed; `diff`: the changes are shown; `check`: the files are named. */
  readonly mode: 'write' | 'diff' | 'check';
  /** Whether only the summary is printed. */
  readonly isQuiet: boolean;
  readonly colors: Paint;
}

/** A migration for people: the diff, the findings with dangers first, the files, and at the end the next step. */
export function reportText(report: MigrationReport, { mode, isQuiet, colors }: TextOptions): string {
  const { files } = report;
  const details = [
    ...(mode === 'diff' ? files.map((file) => diffOf(file, colors)) : []),
    findingsText(files, colors),
    failuresText(files, colors),
    skippedText(report, colors),
    changedText(files, mode),
  ];
  const parts = [
    ...(isQuiet ? [] : details),
    summaryText(report, mode, colors),
    nextStep(report, mode, isQuiet),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function diffOf({ path, before, after }: FileReport, colors: Paint): string {
  if (before === undefined || after === undefined) return '';
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split('\n').slice(1);
  return lines.map((line) => colored(withoutControls(line), colors)).join('\n');
}

/** Escapes control characters of code, except tabs and the line ends of Windows. */
function withoutControls(line: string): string {
  const [, text = '', end = ''] = /^(.*?)(\r?)$/s.exec(line) ?? [];
  return (
    text
      .split('\t')
      .map((piece) => printable(piece, Number.POSITIVE_INFINITY))
      .join('\t') + end
  );
}

function colored(line: string, colors: Paint): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(line);
  if (line.startsWith('@@')) return colors.dim(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

/** Whether a finding is printed: it needs review, or it is migrated and worth reading. */
const isListed = (finding: ReportedFinding): boolean =>
  isOpen(finding) ||
  (finding.action === 'migrated' && (finding.severity !== 'info' || finding.effect !== 'none'));

/** Dangers first; places with the same text share it. */
function findingsText(files: readonly FileReport[], colors: Paint): string {
  const byText = new Map<string, { finding: ReportedFinding; places: string[] }>();
  for (const { path, findings } of files)
    for (const finding of findings.filter(isListed)) {
      const { code, action, message, remedy, line, column } = finding;
      const key = JSON.stringify([code, action, message, remedy]);
      const entry = byText.get(key) ?? { finding, places: [] };
      byText.set(key, entry);
      entry.places.push(`${nameOf(path)}:${line}:${column}`);
    }
  const entries = [...byText.values()].sort(
    ({ finding: a }, { finding: b }) => bySeverity(a, b) || a.action.localeCompare(b.action),
  );
  return entries
    .map(({ finding, places }) => {
      const review = finding.action === 'manual' ? 'needs manual review' : '';
      return `${findingText(finding, review, places, colors)}\n`;
    })
    .join('\n');
}

function failuresText(files: readonly FileReport[], colors: Paint): string {
  const failed = files.flatMap(({ path, error }) =>
    error === undefined ? [] : [`${nameOf(path)}  ${printable(error, 500)}`],
  );
  const hint = 'Fix: correct them, or leave them out with --ignore, and run this again.';
  return listText(colors.red('Failed, and not changed:'), failed, [hint]);
}

const SHOWN_SKIPPED = 20;

function skippedText({ skipped }: MigrationReport, colors: Paint): string {
  const shown = skipped
    .slice(0, SHOWN_SKIPPED)
    .map(({ path, reason }) => `${nameOf(path)}  ${colors.dim(printable(reason, 500))}`);
  const more = skipped.length - shown.length;
  return listText('Skipped:', shown, more > 0 ? [`and ${more} more: --format json lists them`] : []);
}

function changedText(files: readonly FileReport[], mode: TextOptions['mode']): string {
  const changed = files.filter((file) => file.changed).map(({ path }) => nameOf(path));
  return listText(mode === 'write' ? 'Changed:' : 'Would change:', changed);
}

const nameOf = (path: string): string => printable(path, 1000);

/** A list under a title, or nothing if it is empty. */
function listText(title: string, items: readonly string[], after: readonly string[] = []): string {
  if (items.length === 0) return '';
  return `${[title, ...[...items, ...after].map((line) => `  ${line}`)].join('\n')}\n`;
}

function summaryText(report: MigrationReport, mode: TextOptions['mode'], colors: Paint): string {
  const { scanned, changed, failed, skipped } = summarize(report);
  if (scanned === 0 && failed === 0) return colors.bold('No files found here: is this the right folder?\n');
  const counts = [
    `${counted(scanned, 'file')} scanned`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${counted(changed, 'file')} ${mode === 'write' ? 'changed' : 'would change'}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${colors.bold(`${counts.join(', ')}. ${findingCounts(report)}`)}\n`;
}

/** @example '3 findings: 1 danger, 2 info. 1 needs manual review.' */
function findingCounts(report: MigrationReport): string {
  const { manual } = summarize(report);
  const findings = report.files.flatMap((file) => file.findings);
  if (findings.length === 0) return 'No findings.';
  const hidden = findings.filter((finding) => !isListed(finding)).length;
  const counts = SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [severity === 'warning' ? counted(number, severity) : `${number} ${severity}`];
  });
  const where = hidden === 0 ? '' : ` (${hidden} only in --format json)`;
  const review = `${manual === 0 ? 'None' : manual} ${manual < 2 ? 'needs' : 'need'} manual review.`;
  return `${counted(findings.length, 'finding')}: ${counts.join(', ')}${where}. ${review}`;
}

/** Findings that only compare v2 with v4: on code that already runs v4 nothing shows them. */
const NOT_ON_V4 = ['ROOT_MIDDLEWARE_NO_LONGER_GUARDS_NAMESPACES', 'V2_CLIENT_IN_THE_TREE'];

function nextStep(
  { files, between, unnamed }: MigrationReport,
  mode: TextOptions['mode'],
  isQuiet: boolean,
): string {
  const names = (paths: readonly string[]) => paths.map(nameOf).join(', ');
  const lines: string[] = [];
  if (between.length > 0)
    lines.push(
      `Do not deploy yet: while something needs manual review, ${names(between)} ${between.length === 1 ? 'stays' : 'stay'} on v2, and the package is between two releases.`,
    );
  if (unnamed.length > 0)
    lines.push(
      `${names(unnamed)} ${unnamed.length === 1 ? 'stays' : 'stay'} on v2, because this run does not cover ${unnamed.length === 1 ? 'it' : 'them'}. Run it on the whole package.`,
    );
  const open = files.flatMap(({ findings }) => findings.filter(isOpen));
  const isChanged = files.some((file) => file.changed);
  const manifests = files.filter(({ changed, path }) => changed && /(?:^|\/)package\.json$/.test(path));
  if (mode !== 'write' && isChanged)
    lines.push('Nothing was written. Next: add --write to change the files.');
  else {
    if (open.length > 0) lines.push(`Next: ${reviewStep(files, between)}`);
    const forgotten = NOT_ON_V4.flatMap((code) => {
      const places = placesOf(files, code);
      if (places.length === 0) return [];
      return isQuiet ? `${code} (${places.join(', ')})` : code;
    });
    // Nest and Feathers bring their own release, so package.json may not change.
    const when =
      manifests.length > 0
        ? 'package.json asks for v4 now, so the next run'
        : 'a run that finds v4 installed';
    if (forgotten.length > 0 && between.length === 0)
      lines.push(
        `Keep ${isQuiet ? 'this' : 'the list above'}: ${when} does not repeat ${forgotten.join(' and ')}.`,
      );
    if (manifests.length > 0)
      lines.push(
        `${open.length > 0 ? 'Then' : 'Next:'} run npm install (or yarn, or pnpm install), because ${names(manifests.map(({ path }) => path))} changed. Start the app, and check it with: npx socket.io-cors-compat doctor URL`,
      );
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** The places of the open findings with a code. */
const placesOf = (files: readonly FileReport[], code: string): readonly string[] =>
  files.flatMap(({ path, findings }) =>
    findings
      .filter((finding) => isOpen(finding) && finding.code === code)
      .map(({ line, column }) => `${nameOf(path)}:${line}:${column}`),
  );

/** Not every place that needs review has a TODO comment. */
function reviewStep(files: readonly FileReport[], between: readonly string[]): string {
  const hasTodo = files.some(
    ({ after, findings }) =>
      after?.includes(TODO_MARK) || findings.some(({ code }) => code === 'TODO_IS_LEFT'),
  );
  return hasTodo
    ? `fix what needs manual review, delete the ${TODO_MARK} comments, and run this again.`
    : `fix what needs manual review${between.length > 0 ? ', and run this again' : ''}.`;
}
