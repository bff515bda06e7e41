import { bareKeysOf, originParts } from '../origins/origin.js';
import type { Era, Policy } from '../origins/policy.js';
import { arrayReader, type EntryReading, type ReadEntry } from './entries.js';

/** A part of an array, and what its entries mean. */
interface Part {
  readonly start: number;
  readonly readings: readonly EntryReading[];
}

/**
 * An array of origins and what its entries mean. v2 read the app's own array at each handshake, so apps change it. An
 * update takes only as long as the entries that changed need.
 */
export class OriginList {
  readonly #era: Era;
  readonly #read: ReadEntry;
  #entries: readonly string[] = [];
  readonly #listed = new Counts();
  readonly #keys = new Counts();
  #bareHosts = 0;

  constructor({ era, semantics }: Pick<Policy, 'era' | 'semantics'>) {
    this.#era = era;
    this.#read = arrayReader(era, semantics);
  }

  /** What requests are compared with, each once. */
  get keys(): string[] {
    return this.#keys.values();
  }

  /** Whether `*:*` is in it. On 2.4.0 that entry had no special meaning. */
  get isEveryone(): boolean {
    return this.#era !== 'literal' && this.#listed.has('*:*');
  }

  /**
   * Takes over the entries of an array.
   *
   * @returns the part to report on: the new entries, or all entries if one was removed by which v2 matched others
   */
  update(entries: readonly string[]): Part {
    const before = this.#entries;
    this.#entries = entries;
    const most = Math.min(before.length, entries.length);
    let start = 0;
    while (start < most && before[start] === entries[start]) start++;
    let same = 0;
    while (same < most - start && before[before.length - 1 - same] === entries[entries.length - 1 - same])
      same++;
    const gone = before.slice(start, before.length - same).map((entry) => this.count(entry, -1));
    const readings = entries.slice(start, entries.length - same).map((entry) => this.count(entry, 1));
    const matchedOthers = gone.some(({ keys, promised }) => promised === undefined && keys.length > 0);
    return matchedOthers ? { start: 0, readings: entries.map(this.#read) } : { start, readings };
  }

  // The first releases of Node 14 know private fields, and no private methods.
  private count(entry: string, by: 1 | -1): EntryReading {
    const reading = this.#read(entry);
    this.#listed.add(entry, by);
    for (const key of reading.keys) this.#keys.add(key, by);
    if (!entry.includes('//')) this.#bareHosts += by;
    return reading;
  }

  /** Whether v2 really matched an origin by some entry, rather than only promising to in its docs. */
  matches(origin: string, key: string): boolean {
    // 2.0 and before compared no scheme.
    if (this.#era !== 'host-port' && this.#listed.has(key)) return true;
    if (this.#era === 'literal' || this.#bareHosts === 0) return false;
    const parts = originParts(origin);
    return parts !== undefined && bareKeysOf(parts).some((bare) => this.#listed.has(bare));
  }
}

/** Whether an app's own list still has the entries that were read from it. */
export function isSameList(list: readonly unknown[], entries: readonly unknown[]): boolean {
  return list.length === entries.length && entries.every((entry, index) => entry === list[index]);
}

/** Strings, and how often each was added. */
class Counts {
  readonly #counts = new Map<string, number>();

  add(text: string, by: 1 | -1): void {
    const count = (this.#counts.get(text) ?? 0) + by;
    if (count === 0) this.#counts.delete(text);
    else this.#counts.set(text, count);
  }

  has(text: string): boolean {
    return this.#counts.has(text);
  }

  values(): string[] {
    return [...this.#counts.keys()];
  }
}
