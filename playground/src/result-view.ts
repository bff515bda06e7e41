import { javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode } from '@lezer/highlight';
import type { Answer } from './answer.js';
import { CODE_STYLE } from './code-style.js';
import { element } from './element.js';
import type { Language } from './state.js';

/** The code as it becomes, line by line; a line that is new says so to those who do not see its colour, too. */
export function resultView({ code, addedLines }: Answer, language: Language): readonly HTMLElement[] {
  const parser = language === 'ts' ? typescriptLanguage.parser : javascriptLanguage.parser;
  const added = new Set(addedLines);
  const lines: HTMLElement[] = [];
  let line = element('span', { class: 'line' });
  const open = () => {
    const isNew = added.has(lines.length + 1);
    line = element('span', { class: isNew ? 'line line-comes' : 'line' });
    if (isNew) line.append(element('span', { class: 'unseen' }, 'new: '));
    lines.push(line);
  };
  open();
  highlightCode(
    code.replace(/\r?\n$/, ''),
    parser.parse(code),
    CODE_STYLE,
    (text, classes) => line.append(classes === '' ? text : element('span', { class: classes }, text)),
    () => {
      line.append('\n');
      open();
    },
  );
  return lines;
}
