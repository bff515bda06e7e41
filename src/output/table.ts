/** A cell: its text decides the width, `show` adds the colour. */
export interface Cell {
  readonly text: string;
  readonly show: (text: string) => string;
}

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
