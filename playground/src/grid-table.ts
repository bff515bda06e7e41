import type { UnknownReason } from '../../src/codemod/read-servers.js';
import { element } from './element.js';
import type { Grid, GridRow, Verdict, Verdicts } from './grid.js';

const MARKS: Readonly<Record<Verdict, string>> = { allowed: '✓', refused: '✕', unknown: '?' };
const WORDS: Readonly<Record<Verdict, string>> = {
  allowed: 'allowed',
  refused: 'refused',
  unknown: 'not known',
};
/** What stands in the cells of both transports where nobody can tell. */
const INSTEAD: Readonly<Record<UnknownReason, string>> = {
  'run-time': 'known only at run time',
  function: 'your function decides',
  'left-to-person': 'not known yet',
  'not-v2': 'never ran',
};
const KINDS: Readonly<Record<GridRow['what'], string>> = {
  listed: 'listed',
  'other-scheme': 'other scheme',
  'other-port': 'other port',
  subdomain: 'subdomain',
  'host-behind': 'longer name',
  'host-in-front': 'longer name',
  'tail-of-host': 'tail of the name',
  foreign: 'a stranger',
  null: 'sandboxed frame, file://',
  none: 'curl, Node clients',
  'for-instance': 'for instance',
  added: 'yours',
};
const REASONS: Readonly<Record<UnknownReason, string>> = {
  'run-time': 'The origins are known only at run time, so nothing is guessed here.',
  function: 'A function of yours decides at run time, so nothing is guessed here.',
  'left-to-person': 'This place is left to you, so what it will do is not known yet.',
  'not-v2': 'This is code for v4: v2 never ran it.',
};

/** A grid as a table, with what there is to say about it. */
export function gridTable(
  { line, rows, unknownV2, unknownV4, isCorsAlone }: Grid,
  from: string,
  remove: (origin: string | null) => void,
): HTMLElement {
  const columns = element(
    'colgroup',
    {},
    element('col'),
    ...Array.from({ length: 4 }, () => element('col', { class: 'verdicts' })),
    element('col', { class: 'removals' }),
  );
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { rowspan: '2', scope: 'col', class: 'origin' }, 'Origin'),
      element('th', { colspan: '2', scope: 'colgroup' }, `v2 (${from})`),
      element('th', { colspan: '2', scope: 'colgroup' }, 'v4, migrated'),
      element('td', { rowspan: '2' }),
    ),
    element('tr', {}, ...['polling', 'WebSocket', 'polling', 'WebSocket'].map(transportHead)),
  );
  const body = element('tbody', {}, ...rows.map((row) => rowOf(row, unknownV2, unknownV4, remove)));
  const notes = [
    unknownV2 === undefined
      ? undefined
      : unknownV2 === unknownV4
        ? REASONS[unknownV2]
        : `v2: ${REASONS[unknownV2]}`,
    unknownV4 === undefined || unknownV2 === unknownV4 ? undefined : `v4: ${REASONS[unknownV4]}`,
    isCorsAlone
      ? 'v4 has nothing but cors here, which keeps pages from reading what polling brings; a WebSocket opens for any page. Only allowRequest refuses.'
      : undefined,
  ].filter((note) => note !== undefined);
  return element(
    'div',
    { class: 'grid' },
    element('p', { class: 'where' }, `The server in line ${line}`),
    ...notes.map((note) => element('p', { class: 'note' }, note)),
    element('table', { 'aria-label': `Who gets in, server in line ${line}` }, columns, head, body),
  );
}

function transportHead(name: string): HTMLElement {
  return element('th', { scope: 'col', class: 'transport' }, element('span', {}, name));
}

function rowOf(
  { origin, what, v2, v4, effect }: GridRow,
  unknownV2: UnknownReason | undefined,
  unknownV4: UnknownReason | undefined,
  remove: (origin: string | null) => void,
): HTMLElement {
  const name = origin ?? 'no Origin, no Referer';
  const change = effect === 'none' ? [] : [element('span', { class: `tag ${effect}` }, `v4 ${effect}`)];
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row', class: 'origin' },
      origin === null ? name : element('code', {}, ...breakable(origin)),
      element('span', { class: 'kind' }, KINDS[what], ...change),
    ),
    ...cells(v2, unknownV2),
    ...cells(v4, unknownV4),
    element(
      'td',
      { class: 'removal' },
      element(
        'button',
        { type: 'button', class: 'icon', 'aria-label': `Remove ${name}`, onclick: () => remove(origin) },
        '×',
      ),
    ),
  );
}

function cells({ polling, websocket }: Verdicts, unknown: UnknownReason | undefined): HTMLElement[] {
  if (unknown === undefined) return [cell(polling), cell(websocket)];
  const mark = element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS.unknown);
  return [element('td', { class: 'verdict unknown', colspan: '2' }, mark, INSTEAD[unknown])];
}

/** An origin that breaks into lines after its dots and slashes. */
function breakable(origin: string): (Node | string)[] {
  return origin.split(/(?<=[./])(?=[^/])/).flatMap((part) => [part, element('wbr')]);
}

function cell(verdict: Verdict): HTMLElement {
  return element(
    'td',
    { class: `verdict ${verdict}` },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdict]),
    element('span', { class: 'word' }, WORDS[verdict]),
  );
}
