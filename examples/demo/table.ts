import { paintWith } from '../../src/output/terminal.js';
import type { Outcome } from './attempts.js';
import { isHole, type Row } from './compare.js';

export const paint = paintWith(process.stdout.isTTY === true && !process.env.NO_COLOR);

const HEAD = ['request from', '', 'v2 (2.5.1)', 'v4, origins copied', 'v4, migrated'];
const WIDTHS = [36, 10, 11, 19, 13, 0];

const plain = (text: string) => text;
const COLOURS: Readonly<Record<Outcome, (text: string) => string>> = {
  allowed: paint.green,
  sent: paint.green,
  unreadable: paint.yellow,
  refused: plain,
  blocked: plain,
  '-': paint.dim,
};

/** Prints what each server did, one attempt a line. */
export function printTable(rows: readonly Row[]): void {
  console.log(paint.bold(HEAD.map(padded).join(' ').trimEnd()));
  for (const [index, row] of rows.entries()) {
    const hole = isHole(row);
    const texts = [
      padded(row.who === rows[index - 1]?.who ? '' : row.who, 0),
      padded(row.how, 1),
      COLOURS[row.v2](padded(row.v2, 2)),
      (hole ? paint.red : COLOURS[row.copied])(padded(hole ? `${row.copied}: a hole` : row.copied, 3)),
      COLOURS[row.migrated](padded(row.migrated, 4)),
      row.warning === undefined ? paint.red('NOT EXPLAINED') : paint.yellow(row.warning),
    ];
    console.log(texts.join(' ').trimEnd());
  }
}

const padded = (text: string, column: number): string => text.padEnd(WIDTHS[column] ?? 0);
