import type { Finding } from '../../src/codemod/index.js';
import { bySeverity } from './by-severity.js';
import { element } from './element.js';

const SIGNS = { danger: '▲', warning: '△', info: '○' } as const;
const EFFECTS = { opens: 'admits more than v2', closes: 'admits less than v2', none: undefined } as const;

/**
 * What was found, the gravest first: each with its code, what it is about, what to do, and where more is said.
 *
 * @param goTo leads to the place in the editor
 */
export function findingsList(
  findings: readonly Finding[],
  goTo: (line: number, column: number) => void,
): readonly HTMLElement[] {
  return [...findings].sort(bySeverity).map((finding) => {
    const { code, severity, effect, message, remedy, docs, line, column, action, subject } = finding;
    const place = element(
      'button',
      { type: 'button', class: 'place', onclick: () => goTo(line, column) },
      `line ${line}`,
    );
    const tags = [action === 'manual' ? 'left to you' : undefined, EFFECTS[effect]].filter(
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
        ...tags.map((tag) => element('span', { class: 'tag' }, tag)),
        place,
      ),
      ...(subject === undefined ? [] : [element('p', { class: 'subject' }, element('code', {}, subject))]),
      element('p', {}, message),
      element(
        'p',
        {},
        element('strong', {}, 'What to do: '),
        `${remedy} `,
        element('a', { href: `./migration.html${docs.slice(docs.indexOf('#'))}` }, `More on ${code}`),
      ),
    );
  });
}
