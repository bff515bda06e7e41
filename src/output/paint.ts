/** Colours for a terminal, or none. */
export type Paint = Readonly<Record<'red' | 'green' | 'yellow' | 'dim' | 'bold', (text: string) => string>>;

const wrap = (start: number, end: number) => (text: string) => `\x1b[${start}m${text}\x1b[${end}m`;

const plain = (text: string): string => text;

export const paintWith = (color: boolean): Paint =>
  color
    ? { red: wrap(31, 39), green: wrap(32, 39), yellow: wrap(33, 39), dim: wrap(2, 22), bold: wrap(1, 22) }
    : { red: plain, green: plain, yellow: plain, dim: plain, bold: plain };
