import { element } from './elements.js';
import type { Grid, GridRow, Verdict, Verdicts } from './grid.js';
import type { UnknownReason } from './read-servers.js';

const MARKS: Readonly<Record<Verdict, string>> = {
  allowed: '✓',
  refused: '✕',
  unreadable: '◐',
  unknown: '?',
};
const WORDS: Readonly<Record<Verdict, string>> = {
  allowed: 'allowed',
  refused: 'refused',
  unreadable: 'unreadable',
  unknown: 'not known',
};
/** Shown in both cells of a server if its code does not show who can connect. */
const INSTEAD: Readonly<Record<UnknownReason, string>> = {
  dynamic: 'known at run time',
  function: 'your function decides',
  manual: 'needs review',
  'not-v2': 'never ran on v2',
};
const KINDS: Readonly<Record<GridRow['what'], string>> = {
  listed: 'your page',
  'other-scheme': 'other scheme',
  'other-port': 'other port',
  subdomain: 'subdomain',
  'host-behind': 'foreign, longer name',
  'host-in-front': 'foreign, longer name',
  'tail-of-host': 'foreign, end of the name',
  foreign: 'foreign website',
  null: 'any sandboxed frame',
  none: 'curl, Node.js clients',
  'for-instance': 'some website',
  added: 'added by you',
};
const REASONS: Readonly<Record<UnknownReason, string>> = {
  dynamic: 'The origins are only known at run time.',
  function: 'A function decides at run time.',
  manual: 'This place needs manual review, so it is not known yet what v4 will do.',
  'not-v2': 'This is v4 code: it never ran on v2.',
};

/** Origins of attackers, which no list is meant to allow. */
const FOREIGN: ReadonlySet<GridRow['what']> = new Set([
  'host-behind',
  'host-in-front',
  'tail-of-host',
  'foreign',
  'null',
  'for-instance',
]);

/**
 * Whether a decision is what it should be: a page of yours is allowed, and a foreign one is not.
 *
 * @returns `unclear` for origins that may be meant either way, such as another port
 */
export function riskOf(what: GridRow['what'], verdict: Verdict): 'good' | 'partial' | 'bad' | 'unclear' {
  if (verdict === 'unknown') return 'unclear';
  if (what === 'listed') return verdict === 'allowed' ? 'good' : 'bad';
  if (!FOREIGN.has(what)) return 'unclear';
  if (verdict === 'unreadable') return 'partial';
  return verdict === 'refused' ? 'good' : 'bad';
}

/** A grid as a table, with notes above it. */
export function gridTable(
  { line, rows, unknownV2, unknownV4, isCorsOnly }: Grid,
  { from, to }: { readonly from: string; readonly to: string },
  hide: (origin: string | null) => void,
): HTMLElement {
  const columns = element(
    'colgroup',
    {},
    element('col'),
    ...Array.from({ length: 6 }, () => element('col', { class: 'verdicts' })),
  );
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { rowspan: '2', scope: 'col', class: 'origin' }, 'Origin'),
      ...[`v2 (${from})`, 'v4, cors only', `v4 (${to})`].map((name) =>
        element('th', { colspan: '2', scope: 'colgroup' }, name),
      ),
    ),
    element('tr', {}, ...Array.from({ length: 3 }, () => ['polling', 'WebSocket'].map(transportHead)).flat()),
  );
  const body = element('tbody', {}, ...rows.map((row) => rowOf(row, unknownV2, unknownV4, hide)));
  const notes = [
    ...new Set([
      unknownV2 === undefined ? undefined : REASONS[unknownV2],
      unknownV4 === undefined ? undefined : REASONS[unknownV4],
    ]),
    isCorsOnly
      ? 'The v4 code only has cors. It hides polling responses from other pages, but any page can open a WebSocket. Add allowRequest to refuse them.'
      : undefined,
  ].filter((note) => note !== undefined);
  return element(
    'div',
    { class: 'grid' },
    element('p', { class: 'where' }, `The server on line ${line}`),
    ...notes.map((note) => element('p', { class: 'note' }, note)),
    element('table', { 'aria-label': `Who can connect, server on line ${line}` }, columns, head, body),
  );
}

const transportHead = (name: string): HTMLElement =>
  element('th', { scope: 'col', class: 'transport' }, element('span', {}, name));

function rowOf(
  { origin, what, v2, corsOnly, v4, effect }: GridRow,
  unknownV2: UnknownReason | undefined,
  unknownV4: UnknownReason | undefined,
  hide: (origin: string | null) => void,
): HTMLElement {
  const name = origin ?? 'no Origin, no Referer';
  const change = effect === 'none' ? [] : [element('span', { class: `tag ${effect}` }, effect)];
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row', class: 'origin' },
      origin === null ? name : element('code', {}, ...breakable(origin)),
      element(
        'span',
        { class: 'kind' },
        KINDS[what],
        ...change,
        element(
          'button',
          { type: 'button', class: 'hide', 'aria-label': `Hide ${name}`, onclick: () => hide(origin) },
          'hide',
        ),
      ),
    ),
    ...cells(what, v2, unknownV2),
    ...cells(what, corsOnly, undefined),
    ...cells(what, v4, unknownV4),
  );
}

function cells(
  what: GridRow['what'],
  { polling, websocket }: Verdicts,
  unknown: UnknownReason | undefined,
): HTMLElement[] {
  if (unknown === undefined) return [cell(what, polling), cell(what, websocket)];
  const mark = element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS.unknown);
  return [element('td', { class: 'verdict unclear', colspan: '2' }, mark, INSTEAD[unknown])];
}

/** An origin that may break after its dots and slashes. */
const breakable = (origin: string): (Node | string)[] =>
  origin.split(/(?<=[./])(?=[^/])/).flatMap((part) => [part, element('wbr')]);

const cell = (what: GridRow['what'], verdict: Verdict): HTMLElement =>
  element(
    'td',
    { class: `verdict ${riskOf(what, verdict)}` },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdict]),
    element('span', { class: 'word' }, WORDS[verdict]),
  );
