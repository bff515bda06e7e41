import type { Severity } from '../messages/message.js';
import { explainCommand, type Warning } from '../messages/warn.js';
import { forCommand } from '../messages/wording.js';

/** The result of a command. The caller prints it, and exits. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Input that a command cannot use. The message is printed on stderr as it is, and the exit code is 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The part of an output stream that is needed. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** The streams and the current folder of a command. */
export interface Terminal {
  readonly cwd: string;
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly stdin?: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean };
}

/** Whether an output shows colours: only a terminal does, unless `NO_COLOR` says otherwise (https://no-color.org). */
export function showsColor({ isTTY }: Pick<Screen, 'isTTY'>): boolean {
  return isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

/** Colours for a terminal, or none. */
export type Paint = Readonly<Record<'red' | 'green' | 'yellow' | 'dim' | 'bold', (text: string) => string>>;

const wrap = (start: number, end: number) => (text: string) => `\x1b[${start}m${text}\x1b[${end}m`;

const plain = (text: string): string => text;

export const paintWith = (color: boolean): Paint =>
  color
    ? { red: wrap(31, 39), green: wrap(32, 39), yellow: wrap(33, 39), dim: wrap(2, 22), bold: wrap(1, 22) }
    : { red: plain, green: plain, yellow: plain, dim: plain, bold: plain };

/** The colour of a severity. */
export const paintOf = (severity: Severity, paint: Paint): ((text: string) => string) =>
  ({ danger: paint.red, warning: paint.yellow, info: paint.bold })[severity];

const LONGEST = 160;

/**
 * Makes text from a server safe for a terminal: control characters become escapes, so that an answer can neither move the
 * cursor nor change colours, and long text is cut.
 */
export function printable(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return cut.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, codePoint);
}

const codePoint = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A finding: how bad it is, what happens, and what to do.
 *
 * @param about follows the code
 * @param places follow below
 */
export function findingText(
  { code, severity, effect, message, remedy }: Warning,
  about: string,
  places: readonly string[],
  paint: Paint,
): string {
  const text = (words: string) => printable(forCommand(words), Number.POSITIVE_INFINITY);
  const consequence = effect === 'none' ? '' : ` (${effect})`;
  return [
    `${paintOf(severity, paint)(`${severity}${consequence}`)}  ${paint.bold(code)}${about === '' ? '' : `  ${about}`}`,
    ...places.map((place) => `  ${place}`),
    `  ${text(message)}`,
    `  Fix: ${text(remedy)}`,
    paint.dim(`  ${explainCommand(code)}`),
  ].join('\n');
}

/** A cell: its text decides the width, `show` adds the colour. */
export interface Cell {
  readonly text: string;
  readonly show: (text: string) => string;
}

/** A cell without a colour. */
export const plainCell = (text: string): Cell => ({ text, show: plain });

/** Lines with aligned columns, two spaces apart, without spaces at the end. */
export function table(rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, text.length);
    });
  }
  return rows.map((row) =>
    row
      .map(({ text, show }, column) => {
        const isLast = column === row.length - 1;
        return show(text) + (isLast ? '' : ' '.repeat((widths[column] ?? 0) - text.length));
      })
      .join('  '),
  );
}

const WIDTH = 100;

/** Lines of at most 100 characters. All but the first one begin with the indent. */
export function wrapped(text: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** @example counted(2, 'file') // '2 files' */
export const counted = (number: number, thing: string): string =>
  `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
