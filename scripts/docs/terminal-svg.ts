const FONT_SIZE = 13;
const LINE_HEIGHT = 19;
const CHARACTER = 7.82;
const PADDING = 16;

/** Colours that can be read on the dark background, by how a line of a diff begins. */
const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/^\$ /, '#ffffff'],
  [/^(?:---|\+\+\+|@@)/, '#8b949e'],
  [/^\+/, '#56d364'],
  [/^-/, '#ff7b72'],
  [/danger/, '#ff7b72'],
  [/warning/, '#e3b341'],
];

/** A terminal with a command and its output, as an SVG without scripts or fonts of its own. */
export function terminalSvg(title: string, text: string): string {
  const lines = text.trimEnd().split('\n');
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * CHARACTER + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const rows = lines.map((line, index) => {
    const y = PADDING + (index + 0.75) * LINE_HEIGHT;
    const [, colour = '#c9d1d9'] = COLOURS.find(([pattern]) => pattern.test(line)) ?? [];
    return `<text x="${PADDING}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_SIZE}">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
