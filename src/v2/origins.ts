import { listed, NAMED, type Some } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { Era, OriginRule } from '../origins/policy.js';
import {
  arrayReader,
  couldBeFoundIn,
  type EntryCache,
  type EntryReading,
  type EntryWarning,
  isComparable,
  isEveryone,
  listedEntries,
  type ReadEntry,
  readStringEntry,
  whyNeverMatched,
} from './entries.js';
import { exampleEntry } from './releases.js';
import type { ParsedSettings } from './settings.js';

/** What the readers of an `origins` value need beside the value. */
export interface OriginsContext extends Pick<ParsedSettings, 'from' | 'semantics'> {
  readonly era: Era;
  /** The name of the setting: `origins` or `originsCalls[0]`. */
  readonly subject: string;
  readonly warn: Warn;
}

/**
 * Which origins a string or an array allowed.
 *
 * @param cache keeps the readings of a list that is translated again and again
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`
 */
export function ruleOf(
  value: string | readonly string[],
  context: OriginsContext,
  cache?: EntryCache,
): OriginRule {
  const { era, semantics } = context;
  if (era !== 'literal' && typeof value === 'string') return stringOrigins(value, context);
  const read = cache?.reader(era, semantics) ?? arrayReader(era, semantics);
  if (typeof value !== 'string') cache?.keep(value);
  return era === 'literal'
    ? literalOrigins(value, context, read)
    : arrayOrigins(value as readonly string[], context, read);
}

/** In every release but 2.4.0, the key of an origin had to equal an entry of an array. */
function arrayOrigins(entries: readonly string[], context: OriginsContext, read: ReadEntry): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const everyone = entries.indexOf('*:*');
  if (everyone !== -1) {
    const example = exampleEntry(era, semantics);
    warn('ALLOW_ALL_EXPLICIT', { from, entry: '*:*', example }, `${subject}[${everyone}]: "*:*"`);
    return { kind: 'everyone' };
  }
  const listed = lazySet(entries);
  const keys = new Set<string>();
  const notes = new EntryNotes(context);
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as string;
    const reading = read(entry);
    if (reading.key !== undefined) keys.add(reading.key);
    const wasMatched = (by: readonly string[]) =>
      by.some((other) => isComparable(other, era) && listed().has(other));
    notes.add(entry, reading, wasMatched, index);
  }
  notes.report();
  return { kind: 'allow-list', keys: [...keys] };
}

/** In every release but 2.4.0, the key of an origin had to occur anywhere in a string. */
function stringOrigins(text: string, context: OriginsContext): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const quoted = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const about = `${subject}: ${JSON.stringify(quoted)}`;
  const entries = listedEntries(text);
  if (semantics === 'exact' ? text.includes('*:*') : entries.some(isEveryone)) {
    warn('ALLOW_ALL_EXPLICIT', { from, entry: quoted, example: exampleEntry(era, semantics) }, about);
    return { kind: 'everyone' };
  }
  const couldMatch = couldBeFoundIn(text);
  const search = { kind: 'substring-search', text } as const;
  if (semantics === 'exact') {
    if (couldMatch) warn('SUBSTRING_MATCH_KEPT', { from, entry: quoted }, about);
    return search;
  }
  if (couldMatch)
    warn('SUBSTRING_MATCH_CLOSED', { from, entry: quoted, everyone: text.includes('*:*') }, about);
  const admittedByV2 = compileDecision(search);
  const keys = new Set<string>();
  const notes = new EntryNotes(context);
  for (const entry of entries) {
    const reading = readStringEntry(entry);
    if (reading.key !== undefined) keys.add(reading.key);
    notes.add(entry, reading, (_, origin) => admittedByV2({ origin }));
  }
  notes.report();
  return { kind: 'allow-list', keys: [...keys] };
}

/**
 * In 2.4.0 the `Origin` header had to equal an entry exactly, a string was one entry, and requests without an `Origin`
 * were allowed if the list was empty.
 */
function literalOrigins(
  value: string | readonly string[],
  context: OriginsContext,
  read: ReadEntry,
): OriginRule {
  const isString = typeof value === 'string';
  const listed = new Set(isString ? [value] : value);
  const entries = !isString ? value : context.semantics === 'documented' ? listedEntries(value) : [value];
  const origins = new Set<string>();
  const notes = new EntryNotes(context);
  entries.forEach((entry, index) => {
    const reading = read(entry);
    if (reading.key !== undefined) origins.add(reading.key);
    if (listed.has(entry)) origins.add(entry);
    notes.add(entry, reading, ([origin]) => listed.has(origin as string), isString ? undefined : index);
  });
  notes.report();
  const admitsNoOrigin = !isString && value.length === 0;
  return { kind: 'literal-list', origins: [...origins], admitsNoOrigin };
}

type Code = EntryWarning | 'ORIGIN_NOW_ADMITTED';

/** Collects what there is to say about the entries of a list: one warning for each kind, however many they are. */
class EntryNotes {
  readonly #context: OriginsContext;
  readonly #notes = new Map<Code, { named: string[]; subjects: string[]; count: number }>();

  constructor(context: OriginsContext) {
    this.#context = context;
  }

  /**
   * @param wasMatched whether v2 matched a promised origin all the same, given the entries it compares with
   * @param index of the entry in an array
   */
  add(
    entry: string,
    { promised, warning }: EntryReading,
    wasMatched: (by: readonly string[], origin: string) => boolean,
    index?: number,
  ): void {
    if (promised !== undefined && !wasMatched(promised.matchedBy, promised.origin))
      this.#note('ORIGIN_NOW_ADMITTED', promised.origin, entry, index);
    if (warning !== undefined) this.#note(warning, entry, entry, index);
  }

  #note(code: Code, named: string, entry: string, index: number | undefined): void {
    let note = this.#notes.get(code);
    if (note === undefined) {
      note = { named: [], subjects: [], count: 0 };
      this.#notes.set(code, note);
    }
    note.count++;
    if (note.count > NAMED) return;
    note.named.push(named);
    const place = index === undefined ? '' : `[${index}]`;
    note.subjects.push(`${this.#context.subject}${place}: ${JSON.stringify(entry)}`);
  }

  report(): void {
    const { from, era, semantics, warn } = this.#context;
    for (const [code, { named, subjects, count }] of this.#notes) {
      const about = listed({ named: subjects, count });
      const some: Some = { named, count };
      if (code === 'ORIGIN_NEVER_MATCHED') {
        const reasons = named.map((entry) => whyNeverMatched(entry, era));
        warn(code, { from, entries: some, reasons, exact: semantics === 'exact' }, about);
      } else if (code === 'ORIGIN_NOW_ADMITTED') warn(code, { from, origins: some }, about);
      else warn(code, { from, entries: some }, about);
    }
  }
}

function lazySet(values: readonly string[]): () => ReadonlySet<string> {
  let set: Set<string> | undefined;
  return () => {
    set ??= new Set(values);
    return set;
  };
}
