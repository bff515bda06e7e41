import type { Finding } from '../../src/codemod/index.js';
import { bySeverity } from '../../src/messages/message.js';
import { forPage } from '../../src/messages/wording.js';
import type { Answer } from './answer.js';
import { element } from './elements.js';

const SIGNS = { danger: '▲', warning: '△', info: '○' } as const;
const EFFECTS = { opens: 'opens', closes: 'closes', none: undefined } as const;

/** More would take seconds to lay out. */
const MOST = 100;

/**
 * The findings, the most severe first.
 *
 * @param goTo moves the cursor to a place in the editor
 */
export function findingsList(
  findings: readonly Finding[],
  goTo: (line: number, column: number) => void,
): readonly HTMLElement[] {
  const shown = [...findings].sort(bySeverity).slice(0, MOST);
  const more = findings.length - shown.length;
  return [
    ...shown.map((finding) => item(finding, goTo)),
    ...(more === 0
      ? []
      : [element('li', { class: 'finding' }, element('p', {}, `And ${more} more, on the marked lines.`))]),
  ];
}

function item(finding: Finding, goTo: (line: number, column: number) => void): HTMLElement {
  const { code, severity, effect, message, remedy, docs, line, column, action, subject } = finding;
  const place = element(
    'button',
    { type: 'button', class: 'place', onclick: () => goTo(line, column) },
    `line ${line}`,
  );
  const tags = [action === 'manual' ? 'needs review' : undefined, EFFECTS[effect]].filter(
    (tag) => tag !== undefined,
  );
  return element(
    'li',
    { class: `finding ${severity}` },
    element(
      'h3',
      {},
      element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[severity]),
      element('span', { class: 'unseen' }, `${severity}: `),
      element('code', {}, code),
      ...tags.map((tag) => element('span', { class: `tag ${tag}` }, tag)),
      place,
    ),
    ...(subject === undefined ? [] : [element('p', { class: 'subject' }, element('code', {}, subject))]),
    element('p', {}, forPage(message)),
    element(
      'p',
      {},
      element('strong', {}, 'Fix: '),
      `${forPage(remedy)} `,
      element('a', { href: `./codes.html${docs.slice(docs.indexOf('#'))}` }, `More about ${code}`),
    ),
  );
}

/** What was changed, in a sentence. */
export function summaryOf({ findings, failure, addedLines, removedLines }: Answer): string {
  if (failure) {
    const message = failure.message.replace(/[.]$/, '');
    return `Line ${failure.line} cannot be parsed: ${message}. The code stays as it is.`;
  }
  const manual = findings.filter(({ action }) => action === 'manual').length;
  const review =
    manual === 0 ? '' : ` ${manual} ${manual === 1 ? 'place needs' : 'places need'} manual review.`;
  if (addedLines.length + removedLines.length === 0) return `Nothing to change.${review}`;
  const lines = removedLines.length === 1 ? 'line' : 'lines';
  return `${removedLines.length} ${lines} removed, ${addedLines.length} added.${review}`;
}
