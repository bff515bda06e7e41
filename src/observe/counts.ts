import type { Handshake } from './handshake.js';
import type { ObservationReport, ObservedOrigin } from './report.js';

interface Tally {
  admitted: number;
  refused: number;
}

/** One line of the report while handshakes are counted. Times are in milliseconds. */
interface Row
  extends Pick<Handshake, 'origin' | 'from'>,
    Tally,
    Record<Handshake['transport'] | 'eio3' | 'eio4', number> {
  translated: Tally | null;
  candidate: Tally | undefined;
  readonly firstSeen: number;
  lastSeen: number;
}

/** The fields of a report that are counted. */
export type Totals = Pick<
  ObservationReport,
  'since' | 'handshakes' | 'differences' | 'candidateDifferences' | 'origins' | 'others' | 'preflightHeaders'
>;

/** How many header names are kept, and which form they may have. */
const HEADER_NAMES = 100;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,64}$/;

/**
 * Counts handshakes by origin, in bounded memory. The first origins seen stay. When the table is full, an origin that any
 * policy allows, or that came back, takes the place of one that was seen once and refused by all; others are only counted.
 *
 * Its methods are private in TypeScript only: the first releases of Node 14 have private fields, but no private methods.
 */
export class Counts {
  readonly #max: number;
  readonly #rows = new Map<string, Row>();
  /** Rows that may have to make room, the first seen first. Some have come back since. */
  readonly #weak: Row[] = [];
  /** Origins that found no room, so that one is known when it comes back. */
  readonly #turnedAway = new Set<string>();
  readonly #headers: Set<string>;
  readonly #since: number;
  readonly #hasCandidate: boolean;
  #handshakes: number;
  #differences: number;
  #candidateDifferences: number;
  #others: number;

  /** @param before totals to continue */
  constructor(max: number, hasCandidate: boolean, before?: Totals) {
    this.#max = max;
    this.#hasCandidate = hasCandidate;
    this.#since = before === undefined ? Date.now() : Date.parse(before.since);
    this.#handshakes = before?.handshakes ?? 0;
    this.#differences = before?.differences ?? 0;
    this.#candidateDifferences = before?.candidateDifferences ?? 0;
    this.#others = before?.others ?? 0;
    this.#headers = new Set(before?.preflightHeaders);
    for (const origin of before?.origins ?? []) this.continueRow(origin);
  }

  private continueRow(origin: ObservedOrigin): void {
    if (this.#rows.size >= this.#max) {
      this.#others += handshakesOf(origin);
      return;
    }
    const { translated, candidate } = origin;
    const row: Row = {
      ...origin,
      translated: translated && { ...translated },
      candidate: candidate && { ...candidate },
      firstSeen: Date.parse(origin.firstSeen),
      lastSeen: Date.parse(origin.lastSeen),
    };
    this.#rows.set(keyOf(origin), row);
    if (isWeak(row)) this.#weak.push(row);
  }

  /**
   * Counts a handshake that was decided.
   *
   * @param candidate undefined if there are no candidate settings, or if they have not decided yet
   * @returns the line of its origin, or undefined if it has none of its own
   */
  add(
    handshake: Handshake,
    server: boolean,
    translated: boolean | null,
    candidate: boolean | undefined,
  ): object | undefined {
    this.#handshakes += 1;
    if (translated !== null && translated !== server) this.#differences += 1;
    const row = this.rowFor(handshake, server || translated === true || candidate === true);
    if (row === undefined) this.#others += 1;
    else {
      row[handshake.transport] += 1;
      row[handshake.protocol === 4 ? 'eio4' : 'eio3'] += 1;
      row.lastSeen = Date.now();
      count(row, server);
      if (translated !== null) {
        row.translated ??= { admitted: 0, refused: 0 };
        count(row.translated, translated);
      }
    }
    if (candidate !== undefined) this.addCandidate(row, server, candidate);
    return row;
  }

  /** Counts what the candidate settings decided about a handshake, given its line and the server's decision. */
  addCandidate(line: object | undefined, server: boolean, candidate: boolean): void {
    if (candidate !== server) this.#candidateDifferences += 1;
    if (line === undefined) return;
    const row = line as Row;
    row.candidate ??= { admitted: 0, refused: 0 };
    count(row.candidate, candidate);
  }

  /** Keeps the names of the headers that a preflight asks for. */
  addPreflight(requestHeaders: string): void {
    for (const name of requestHeaders.slice(0, 8192).split(',')) {
      if (this.#headers.size >= HEADER_NAMES) return;
      const trimmed = name.trim().toLowerCase();
      if (HEADER_NAME.test(trimmed)) this.#headers.add(trimmed);
    }
  }

  get totals(): Totals {
    const origins = [...this.#rows.values()].map((row): ObservedOrigin => {
      const { translated, candidate, ...rest } = row;
      const counted = {
        ...rest,
        translated: translated && { ...translated },
        firstSeen: new Date(row.firstSeen).toISOString(),
        lastSeen: new Date(row.lastSeen).toISOString(),
      };
      if (!this.#hasCandidate) return counted;
      return { ...counted, candidate: { ...(candidate ?? { admitted: 0, refused: 0 }) } };
    });
    return {
      since: new Date(this.#since).toISOString(),
      handshakes: this.#handshakes,
      differences: this.#differences,
      ...(this.#hasCandidate ? { candidateDifferences: this.#candidateDifferences } : {}),
      origins,
      others: this.#others,
      preflightHeaders: [...this.#headers].sort(),
    };
  }

  private rowFor(handshake: Handshake, isAllowed: boolean): Row | undefined {
    const key = keyOf(handshake);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const stays = this.#turnedAway.delete(key) || isAllowed;
    if (this.#rows.size >= this.#max && !(stays && this.makeRoom())) {
      this.turnAway(key);
      return undefined;
    }
    const { origin, from } = handshake;
    const now = Date.now();
    const row: Row = {
      ...{ origin, from, polling: 0, websocket: 0, jsonp: 0, eio3: 0, eio4: 0, admitted: 0, refused: 0 },
      ...{ translated: null, candidate: undefined, firstSeen: now, lastSeen: now },
    };
    this.#rows.set(key, row);
    if (!stays) this.#weak.push(row);
    return row;
  }

  /** Drops the row that was added last, so that the first ones stay. */
  private makeRoom(): boolean {
    for (let row = this.#weak.pop(); row !== undefined; row = this.#weak.pop()) {
      if (!isWeak(row)) continue;
      this.#rows.delete(keyOf(row));
      this.#others += handshakesOf(row);
      return true;
    }
    return false;
  }

  private turnAway(key: string): void {
    // All are forgotten at once, because a flood of origins must not take more memory or time.
    if (this.#turnedAway.size >= this.#max) this.#turnedAway.clear();
    this.#turnedAway.add(key);
  }
}

/** Seen once, and refused by all. */
function isWeak(row: Row): boolean {
  const { admitted, translated, candidate } = row;
  return handshakesOf(row) === 1 && admitted === 0 && !translated?.admitted && !candidate?.admitted;
}

export function handshakesOf({ admitted, refused }: Tally): number {
  return admitted + refused;
}

function count(tally: Tally, isAdmitted: boolean): void {
  if (isAdmitted) tally.admitted += 1;
  else tally.refused += 1;
}

export function keyOf({ origin, from }: Pick<Handshake, 'origin' | 'from'>): string {
  return from === 'origin' && origin !== null ? origin : `${from} ${origin}`;
}
