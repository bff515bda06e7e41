import { listed, NAMED, type Some } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import { decide } from '../origins/decide.js';
import { plainOrigin } from '../origins/origin.js';
import type { Era, OriginRule } from '../origins/policy.js';
import {
  arrayReader,
  couldBeFoundIn,
  type EntryWarning,
  isEveryone,
  listedEntries,
  readStringEntry,
  whyNeverMatched,
} from './entries.js';
import { OriginList } from './origin-list.js';
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
 * @param list what is known of an array that is translated again and again; its entries that are new are reported
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`
 */
export function ruleOf(
  value: string | readonly string[],
  context: OriginsContext,
  list: OriginList = new OriginList(context),
): OriginRule {
  if (typeof value !== 'string') return arrayOrigins(value, context, list);
  return context.era === 'literal' ? literalString(value, context) : stringOrigins(value, context);
}

/** The key of an origin had to equal an entry of an array; on 2.4.0 the `Origin` header itself had to. */
function arrayOrigins(entries: readonly string[], context: OriginsContext, list: OriginList): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const { start, readings } = list.update(entries);
  if (list.isEveryone) {
    const about = `${subject}[${entries.indexOf('*:*')}]: "*:*"`;
    warn('ALLOW_ALL_EXPLICIT', { from, entry: '*:*', example: exampleEntry(era, semantics) }, about);
    return { kind: 'everyone' };
  }
  const notes = new EntryNotes(context);
  readings.forEach(({ keys, promised, warning }, offset) => {
    const index = start + offset;
    const entry = entries[index] as string;
    if (promised !== undefined && !list.matches(promised, keys[0] as string))
      notes.add('ORIGIN_NOW_ADMITTED', promised, entry, index);
    if (warning !== undefined) notes.add(warning, entry, entry, index);
  });
  notes.report();
  return era === 'literal'
    ? // 2.4.0 allowed requests without an `Origin` if the list was empty.
      { kind: 'literal-list', origins: list.keys, admitsNoOrigin: entries.length === 0 }
    : { kind: 'allow-list', keys: list.keys };
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
  const wasFound = (origin: string, entry: string) =>
    couldMatch &&
    // Most are found in their own entry, without searching the whole text.
    (decide({ kind: 'substring-search', text: entry }, { origin }) || decide(search, { origin }));
  const keys = new Set<string>();
  const notes = new EntryNotes(context);
  for (const entry of entries) {
    const { keys: found, promised, warning } = readStringEntry(entry);
    for (const key of found) keys.add(key);
    if (promised !== undefined && !wasFound(promised, entry))
      notes.add('ORIGIN_NOW_ADMITTED', promised, entry);
    if (warning !== undefined) notes.add(warning, entry, entry);
  }
  notes.report();
  return { kind: 'allow-list', keys: [...keys] };
}

/** On 2.4.0 a string was one entry, even if it listed several origins. */
function literalString(text: string, context: OriginsContext): OriginRule {
  const isDocumented = context.semantics === 'documented';
  const read = arrayReader('literal', context.semantics);
  const origins = new Set<string>();
  const notes = new EntryNotes(context);
  for (const entry of isDocumented ? listedEntries(text) : [text]) {
    const origin = isDocumented ? plainOrigin(entry)?.serialized : undefined;
    if (origin !== undefined) origins.add(origin);
    if (entry === text) origins.add(entry);
    if (origin !== undefined && origin !== text) notes.add('ORIGIN_NOW_ADMITTED', origin, entry);
    const { warning } = read(entry);
    if (warning !== undefined) notes.add(warning, entry, entry);
  }
  notes.report();
  return { kind: 'literal-list', origins: [...origins], admitsNoOrigin: false };
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
   * @param named how the message names it
   * @param index of the entry in an array
   */
  add(code: Code, named: string, entry: string, index?: number): void {
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
