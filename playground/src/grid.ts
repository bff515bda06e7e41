import { type Sample, type SampleKind, sampleOrigins } from '../../src/explain/sample-origins.js';
import type { Effect } from '../../src/messages/message.js';
import { decide } from '../../src/origins/decide.js';
import type { Admission, ServerReading, UnknownReason } from './read-servers.js';

/** How a server answers over one transport. `unreadable`: it allows the session, but the browser hides the response. */
export type Verdict = 'allowed' | 'refused' | 'unreadable' | 'unknown';

/** How a server answers, over each transport. */
export interface Verdicts {
  readonly polling: Verdict;
  readonly websocket: Verdict;
}

export interface GridRow {
  /** As browsers send it; null for a request with neither `Origin` nor `Referer`. */
  readonly origin: string | null;
  readonly what: SampleKind | 'for-instance' | 'added';
  readonly v2: Verdicts;
  /** v4 with the migrated `cors` and no `allowRequest`. */
  readonly corsOnly: Verdicts;
  readonly v4: Verdicts;
  readonly effect: Effect;
}

/** Who can connect, by origin, before and after. */
export interface Grid {
  readonly line: number;
  readonly unknownV2: UnknownReason | undefined;
  readonly unknownV4: UnknownReason | undefined;
  /** Whether the migrated code only has `cors`, so that any page can open a WebSocket. */
  readonly isCorsOnly: boolean;
  readonly rows: readonly GridRow[];
}

/** A long list shows no more than a short one. */
const LISTED_AT_MOST = 6;

/** What the samples are made from if the code names no origin. */
const FOR_INSTANCE = 'https://example.com';

type Shown = Pick<GridRow, 'origin' | 'what'>;

/** If nothing is known, there is nothing to compare. */
const ONE_AND_A_FOREIGN_ONE: readonly Shown[] = [
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
    ...(isKnown ? samples(entriesOf(server)) : ONE_AND_A_FOREIGN_ONE).filter(
      ({ origin }) => !removed.includes(origin) && !added.includes(origin ?? ''),
    ),
    ...added.map((origin) => ({ origin, what: 'added' as const })),
  ].map(({ origin, what }): GridRow => {
    const [before, after] = [verdictsOf(v2, origin), verdictsOf(v4, origin)];
    return {
      origin,
      what,
      v2: before,
      corsOnly: corsOnly(after, origin),
      v4: after,
      effect: effectOf(before, after),
    };
  });
  return {
    line,
    unknownV2: v2.kind === 'unknown' ? v2.why : undefined,
    unknownV4: v4.kind === 'unknown' ? v4.why : undefined,
    isCorsOnly: v4.kind === 'cors',
    rows,
  };
}

/** The origins in the code: in `origins`, otherwise in `cors`. An entry for every host names none. */
function entriesOf({ entries, v4 }: ServerReading): readonly string[] {
  const named = entries.filter((entry) => !/^(?:[^/]*:\/\/)?\*(?::|$)/.test(entry));
  if (entries.length > 0 || v4.kind !== 'cors' || v4.readers === 'all') return named;
  return v4.readers.filter((reader) => typeof reader === 'string');
}

/** The listed origins, lookalikes of the first one, and foreign ones. */
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

/** How a server answers a page: a browser hides what `cors` does not let it read. */
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
      // A client that sends no Origin is not a browser, so CORS does not apply.
      const reads =
        origin === null ||
        readers === 'all' ||
        readers.some((reader) => (typeof reader === 'string' ? reader === origin : reader.test(origin)));
      return { polling: reads ? 'allowed' : 'unreadable', websocket: 'allowed' };
    }
  }
}

function wordOf(isAllowed: boolean): Verdict {
  return isAllowed ? 'allowed' : 'refused';
}

/** Without `allowRequest`, v4 allows every session. `cors` only hides responses from pages. */
function corsOnly({ polling }: Verdicts, origin: string | null): Verdicts {
  if (polling === 'unknown') return { polling, websocket: 'allowed' };
  const hidden = polling !== 'allowed' && origin !== null;
  return { polling: hidden ? 'unreadable' : 'allowed', websocket: 'allowed' };
}

/** `opens` if v4 allows over any transport what v2 refused; otherwise `closes` if it refuses anything v2 allowed. */
function effectOf(before: Verdicts, after: Verdicts): Effect {
  const pairs = (['polling', 'websocket'] as const).map(
    (transport) => `${before[transport]} ${after[transport]}`,
  );
  if (pairs.includes('refused allowed')) return 'opens';
  return pairs.some((pair) => /^allowed (?:refused|unreadable)$/.test(pair)) ? 'closes' : 'none';
}
