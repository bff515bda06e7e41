/** The style of new code. */
export interface SourceStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One step of indentation. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  readonly trailingCommas: boolean;
  /** Whether parameters need types. */
  readonly typescript: boolean;
}

/** The style of code that is not inserted into a file. */
export const DEFAULT_STYLE: SourceStyle = {
  quote: "'",
  semicolons: true,
  indent: '  ',
  eol: '\n',
  trailingCommas: true,
  typescript: false,
};

/** Reads the style of a file by majority, so that new code looks like the old. */
export function styleOf(code: string, typescript: boolean): SourceStyle {
  const lines = code.split(/\r?\n/);
  const statements = lines
    .filter((line) => /^\s*(?:const|let|var|return|import|\w[\w.]*\()/.test(line))
    .map((line) => line.trimEnd())
    .filter((line) => /[\w)\]'"`;]$/.test(line));
  const closed = statements.filter((line) => line.endsWith(';')).length;
  return {
    quote: count(code, /"(?:[^"\\\n]|\\.)*"/g) > count(code, /'(?:[^'\\\n]|\\.)*'/g) ? '"' : "'",
    semicolons: statements.length === 0 || closed * 2 >= statements.length,
    indent: indentOf(lines),
    eol: count(code, /\r\n/g) * 2 > lines.length - 1 ? '\r\n' : '\n',
    trailingCommas: count(code, /,\s*\n\s*[}\]]/g) > count(code, /[^\s,{[;]\s*\n\s*[}\]]\s*[,)]/g),
    typescript,
  };
}

function indentOf(lines: readonly string[]): string {
  const votes = new Map<string, number>();
  let previous = '';
  for (const line of lines) {
    const indent = /^([ \t]+)[^\s*]/.exec(line)?.[1] ?? '';
    if (indent.startsWith(previous) && indent.length > previous.length) {
      const step = indent.slice(previous.length);
      votes.set(step, (votes.get(step) ?? 0) + 1);
    }
    if (line.trim() !== '') previous = indent;
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '  ';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The column that a line should not go past. */
export const WIDTH = 110;

/**
 * Puts code that is written with `\n`, tabs, single quotes and semicolons into a style. Code between two NULs is the app's
 * own, and stays as it is.
 *
 * @param base the indentation of each line but the first
 * @see verbatim
 */
export function inStyle(code: string, style: SourceStyle, base = ''): string {
  return code
    .split(OWN)
    .map((part, index, parts) =>
      index % 2 === 1 ? part : templateInStyle(part, style, base, index < parts.length - 1),
    )
    .join('');
}

const OWN = '\0';

/** Marks the app's own code within a template. */
export function verbatim(code: string): string {
  return OWN + code + OWN;
}

function templateInStyle(template: string, style: SourceStyle, base: string, goesOn: boolean): string {
  return template
    .split('\n')
    .map((line, index, lines) => {
      const text = requoted(line.replace(/^\t+/, ''), style);
      const closed = style.semicolons ? text : text.replace(/;$/, '');
      if (index === 0) return closed;
      const isBlank = closed === '' && !(goesOn && index === lines.length - 1);
      return isBlank ? '' : base + style.indent.repeat(line.length - text.length) + closed;
    })
    .join(style.eol);
}

/** Puts the strings of a line of code into the file's quotes. Comments keep theirs. */
function requoted(line: string, { quote }: SourceStyle): string {
  return line.startsWith('//') ? line : line.replace(/'([^'"\\`]*)'/g, `${quote}$1${quote}`);
}

/** A JSON value, or a regular expression, as source text. */
export function literal(value: unknown, style: SourceStyle): string {
  if (typeof value === 'string') return quoted(value, style.quote);
  // A group without alternatives is dropped.
  if (value instanceof RegExp) return String(value).replace(/^\/\^\(\?:([^|]*)\)\$\/$/, '/^$1$/');
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return bracketed('{', propertyTexts(value, style), '}', style);
  const items = value.map((item) => literal(item, style));
  return bracketed('[', items, ']', style);
}

/** A string between quotes. */
export function quoted(text: string, quote: "'" | '"' | '`'): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
  const inQuotes = escaped.replace(quote === "'" ? /'/g : quote === '"' ? /"/g : /[`$]/g, '\\$&');
  return `${quote}${inQuotes.replace(/[\u2028\u2029]/g, escapedLineEnd)}${quote}`;
}

function escapedLineEnd(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

/**
 * A list in brackets, on one line if it fits and no item has several lines, else with one item per line.
 *
 * @param before the width of the text before it on its line
 */
export function bracketed(
  open: '[' | '{',
  items: readonly string[],
  close: ']' | '}',
  style: SourceStyle,
  before = 0,
): string {
  if (items.length === 0) return open + close;
  const padding = open === '{' ? ' ' : '';
  const oneLine = `${open}${padding}${items.join(', ')}${padding}${close}`;
  if (before + oneLine.length <= WIDTH && !oneLine.includes('\n')) return oneLine;
  const lines = items.map((item) => `\t${item.replace(/\n/g, '\n\t')}`);
  return `${open}\n${lines.join(',\n')}${style.trailingCommas ? ',' : ''}\n${close}`;
}

/** The properties of a JSON object as source text. */
export function propertyTexts(value: object, style: SourceStyle): string[] {
  return Object.entries(value).map(([key, item]) => `${keyText(key, style)}: ${literal(item, style)}`);
}

function keyText(key: string, style: SourceStyle): string {
  // Without brackets, it would set the prototype.
  if (key === '__proto__') return `[${literal(key, style)}]`;
  return /^[a-z_$][\w$]*$/i.test(key) ? key : literal(key, style);
}
