import { javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode } from '@lezer/highlight';
import type { Answer } from './answer.js';
import { CODE_STYLE } from './code-style.js';
import { element } from './elements.js';
import type { Language } from './state.js';

interface Line {
  readonly isNew: boolean;
  readonly parts: (readonly [text: string, classes: string])[];
}

/**
 * Shows the v4 code line by line. New lines are announced to screen readers too. Lines that did not change are kept:
 * rendering thousands at each keystroke would take seconds.
 *
 * @param host contains the lines, and nothing else
 */
export function resultView(host: HTMLElement): (answer: Answer, language: Language) => void {
  let shown: readonly string[] = [];
  return (answer, language) => {
    const lines = linesOf(answer, language);
    const keys = lines.map((line) => JSON.stringify(line));
    const shorter = Math.min(shown.length, keys.length);
    let head = 0;
    while (head < shorter && shown[head] === keys[head]) head++;
    let tail = 0;
    while (tail < shorter - head && shown[shown.length - 1 - tail] === keys[keys.length - 1 - tail]) tail++;
    const stale = Array.from(host.children).slice(head, shown.length - tail);
    const after = host.children[shown.length - tail] ?? null;
    for (const line of stale) line.remove();
    const fresh = document.createDocumentFragment();
    fresh.append(...lines.slice(head, lines.length - tail).map(lineElement));
    host.insertBefore(fresh, after);
    shown = keys;
  };
}

function linesOf({ code, addedLines }: Answer, language: Language): readonly Line[] {
  const parser = language === 'ts' ? typescriptLanguage.parser : javascriptLanguage.parser;
  const added = new Set(addedLines);
  const lines: Line[] = [];
  const open = () => {
    const line: Line = { isNew: added.has(lines.length + 1), parts: [] };
    lines.push(line);
    return line;
  };
  let { parts } = open();
  highlightCode(
    code.replace(/\r?\n$/, ''),
    parser.parse(code),
    CODE_STYLE,
    (text, classes) => parts.push([text, classes]),
    () => {
      parts.push(['\n', '']);
      ({ parts } = open());
    },
  );
  return lines;
}

function lineElement({ isNew, parts }: Line): HTMLElement {
  return element(
    'span',
    { class: isNew ? 'line line-comes' : 'line' },
    ...(isNew ? [element('span', { class: 'unseen' }, 'new: ')] : []),
    ...parts.map(([text, classes]) => (classes === '' ? text : element('span', { class: classes }, text))),
  );
}
