import type { Warning } from '../../src/index.js';
import type { Outcome } from './attempts.js';

/** One attempt, as every server took it. */
export interface Row {
  readonly who: string;
  readonly how: string;
  readonly v2: Outcome;
  readonly v4: Outcome;
  readonly naive: Outcome;
  /** See `explain`. */
  readonly explanation: string | undefined;
}

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint(1);
const red = paint(31);
const green = paint(32);
const yellow = paint(33);
const dim = paint(2);

const HEADINGS = ['request', '', 'v2 (2.5.1)', 'v4 (ours)', 'explained by', 'v4 (naive copy)'] as const;
const WIDTHS = [37, 11, 12, 12, 24, 0] as const;

/** Whether the naive copy lets somebody in whom neither v2 nor the translation admits. */
export function isHole({ v2, v4, naive }: Row): boolean {
  return v2 !== 'in' && v4 === 'refused' && (naive === 'in' || naive === 'unreadable');
}

export function printTable(rows: readonly Row[]): void {
  console.log(bold(HEADINGS.map(padded).join(' ')));
  let previous = '';
  for (const row of rows) {
    const { who, how, v2, v4, naive, explanation } = row;
    const texts = [
      who === previous ? '' : who,
      how,
      v2,
      v4,
      explanation ?? 'NOT EXPLAINED',
      isHole(row) ? `${naive}, a hole` : naive,
    ];
    const styles = [
      plain,
      plain,
      colourOf(v2),
      colourOf(v4),
      explanation === undefined ? red : yellow,
      isHole(row) ? red : colourOf(naive),
    ];
    console.log(
      texts
        .map((text, i) => (styles[i] ?? plain)(padded(text, i)))
        .join(' ')
        .trimEnd(),
    );
    previous = who;
  }
}

export function printWarnings(title: string, warnings: readonly Warning[]): void {
  console.log(bold(`Warnings. ${title}\n`));
  for (const { code, severity, effect, subject, message, remedy, docs } of warnings) {
    const colour = { danger: red, warning: yellow, info: dim }[severity];
    console.log(`${colour(code)} (${severity}, effect: ${effect})${subject ? ` ${subject}` : ''}`);
    console.log(`  ${message}\n  ${remedy}\n  ${dim(docs)}\n`);
  }
}

function padded(text: string, column: number): string {
  return text.padEnd(WIDTHS[column] ?? 0);
}

function plain(text: string): string {
  return text;
}

function colourOf(outcome: Outcome): (text: string) => string {
  return { in: green, sent: green, unreadable: yellow, refused: plain, blocked: plain, '-': dim }[outcome];
}
