import type { Admission, ServerReading, UnknownReason } from '../../src/codemod/read-servers.js';
import { type Sample, type SampleKind, sampleOrigins } from '../../src/explain/sample-origins.js';
import type { Effect } from '../../src/messages/severity.js';
import { decide } from '../../src/origins/decide.js';

/** What becomes of a page that asks over one transport; unknown where the code alone does not tell. */
export type Verdict = 'allowed' | 'refused' | 'unknown';

/** What becomes of a page that asks, over each transport. */
export interface Verdicts {
  readonly polling: Verdict;
  readonly websocket: Verdict;
}

export interface GridRow {
  /** As browsers send it; null for a request with neither `Origin` nor `Referer`. */
  readonly origin: string | null;
  readonly what: SampleKind | 'for-instance' | 'added';
  readonly v2: Verdicts;
  readonly v4: Verdicts;
  readonly effect: Effect;
}

/** Who gets in, by origin, before and after. */
export interface Grid {
  readonly line: number;
  readonly unknownV2: UnknownReason | undefined;
  readonly unknownV4: UnknownReason | undefined;
  /** Whether v4 has nothing but `cors`, which opens WebSocket to every page. */
  readonly isCorsAlone: boolean;
  readonly rows: readonly GridRow[];
}

/** More of them say nothing new: a list of fifty is one of five. */
const LISTED_AT_MOST = 6;

/** What the samples are made from where the code names no origin. */
const FOR_INSTANCE = 'https://example.com';

type Shown = Pick<GridRow, 'origin' | 'what'>;

/** There is nothing to compare where nothing is known. */
const ONE_AND_A_STRANGER: readonly Shown[] = [
  { origin: FOR_INSTANCE, what: 'for-instance' },
  { origin: 'https://foreign.example', what: 'foreign' },
];

/** The grid of one server. */
export function gridOf(
  server: ServerReading,
  added: readonly string[],
  removed: readonly (string | null)[],
): Grid {
  const { line, v2, v4 } = server;
  const isKnown = v2.kind !== 'unknown' || v4.kind !== 'unknown';
  const rows = [
    ...(isKnown ? samples(entriesOf(server)) : ONE_AND_A_STRANGER).filter(
      ({ origin }) => !removed.includes(origin) && !added.includes(origin ?? ''),
    ),
    ...added.map((origin) => ({ origin, what: 'added' as const })),
  ].map(({ origin, what }): GridRow => {
    const [before, after] = [verdictsOf(v2, origin), verdictsOf(v4, origin)];
    return { origin, what, v2: before, v4: after, effect: effectOf(before, after) };
  });
  return {
    line,
    unknownV2: v2.kind === 'unknown' ? v2.why : undefined,
    unknownV4: v4.kind === 'unknown' ? v4.why : undefined,
    isCorsAlone: v4.kind === 'cors',
    rows,
  };
}

/** What the code lists: in `origins`, else in `cors`. */
function entriesOf({ entries, v4 }: ServerReading): readonly string[] {
  if (entries.length > 0 || v4.kind !== 'cors' || v4.readers === 'all') return entries;
  return v4.readers.filter((reader) => typeof reader === 'string');
}

/** The listed origins, those that look like the first of them, and strangers. */
function samples(entries: readonly string[]): Shown[] {
  const isListed = ({ what }: Sample) => what === 'listed';
  const listed = sampleOrigins(entries).filter(isListed);
  const others = sampleOrigins(listed.length > 0 ? entries.slice(0, 1) : [FOR_INSTANCE]);
  const [first, ...rest] = others;
  const instance = first && listed.length === 0 ? [{ ...first, what: 'for-instance' as const }] : [];
  const known = new Set(listed.map(({ origin }) => origin));
  return [
    ...listed.slice(0, LISTED_AT_MOST),
    ...instance,
    ...(instance.length > 0 ? rest : others).filter(
      (sample) => !isListed(sample) && !known.has(sample.origin),
    ),
  ];
}

/** What an admission comes to for a page: a browser keeps what `cors` does not let it read. */
function verdictsOf(admission: Admission, origin: string | null): Verdicts {
  switch (admission.kind) {
    case 'unknown':
      return { polling: 'unknown', websocket: 'unknown' };
    case 'rule': {
      const headers = origin === null ? {} : { origin };
      const verdict = wordOf(decide(admission.rule, headers, admission.missingOrigin));
      return { polling: verdict, websocket: verdict };
    }
    case 'cors': {
      const { readers } = admission;
      // What sends no Origin is no page, and CORS does not hold it back.
      const reads =
        origin === null ||
        readers === 'all' ||
        readers.some((reader) => (typeof reader === 'string' ? reader === origin : reader.test(origin)));
      return { polling: wordOf(reads), websocket: 'allowed' };
    }
  }
}

function wordOf(isAllowed: boolean): Verdict {
  return isAllowed ? 'allowed' : 'refused';
}

/** Opens where v4 lets in over any transport what v2 did not; else closes where it keeps something out. */
function effectOf(before: Verdicts, after: Verdicts): Effect {
  const pairs = (['polling', 'websocket'] as const).map(
    (transport) => `${before[transport]} ${after[transport]}`,
  );
  if (pairs.includes('refused allowed')) return 'opens';
  return pairs.includes('allowed refused') ? 'closes' : 'none';
}
