import { parse } from '@babel/parser';

/** Where a line may end and nothing is changed by it: no semicolon is ever put in for a line break after one of these. */
const BREAKS = new Set([';', ',', '{']);

/**
 * Breaks minified code into lines. Node prints the line that threw above what it threw, and a line of all the code would
 * bury the message.
 */
export function shortLines(code, width = 120) {
  const { tokens } = parse(code, {
    sourceType: 'unambiguous',
    tokens: true,
    allowReturnOutsideFunction: true,
  });
  let text = '';
  let written = 0;
  for (const { type, end } of tokens) {
    if (!BREAKS.has(type.label) || end - written < width) continue;
    text += `${code.slice(written, end)}\n`;
    written = end;
  }
  return text + code.slice(written);
}
