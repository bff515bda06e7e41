import type { SourceStyle } from '../../print/source-style.js';

/** Reads the style of a file by majority, so that new code looks like the old. */
export function sourceStyle(code: string, filename: string): SourceStyle {
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
    typescript: /\.[cm]?tsx?$/i.test(filename),
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
