import { listed, NAMED, type Some } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import { bareKeysOf, originParts, plainOrigin } from '../origins/origin.js';
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
  const wasFound = keySearch(entries);
  const keys = new Set<string>();
  const notes = new EntryNotes(context);
  for (const entry of entries) {
    const { keys: found, promised, warning } = readStringEntry(entry);
    for (const key of found) keys.add(key);
    if (promised !== undefined && !wasFound(promised)) notes.add('ORIGIN_NOW_ADMITTED', promised, entry);
    if (warning !== undefined) notes.add(warning, entry, entry);
  }
  notes.report();
  return { kind: 'allow-list', keys: [...keys] };
}

/** The longest host in which `url.parse` finds one. */
const LONGEST_HOST = 255;

/**
 * Makes the function that says whether v2 found an origin somewhere in the text of these entries. To search the text for
 * each of very many origins would take seconds.
 */
function keySearch(entries: readonly string[]): (origin: string) => boolean {
  // A key is a host, a colon and a port. By port, what is before the colon, backwards: it then begins with the host.
  const byPort = new Map<string, string[]>();
  for (const entry of entries) {
    for (const { index, 1: written = '' } of entry.matchAll(/:(?=(\d{1,5}|\*))/g)) {
      const before = backwards(entry.slice(Math.max(0, index - LONGEST_HOST), index));
      // v2 found port 80 in 8080.
      for (let length = 1; length <= written.length; length++) {
        const port = written.slice(0, length);
        const known = byPort.get(port);
        if (known === undefined) byPort.set(port, [before]);
        else known.push(before);
      }
    }
  }
  for (const texts of byPort.values()) texts.sort();
  return (origin) => {
    const parts = originParts(origin);
    return (
      parts !== undefined &&
      bareKeysOf(parts).some((key) => {
        const colon = key.lastIndexOf(':');
        return hasBeginning(byPort.get(key.slice(colon + 1)) ?? [], backwards(key.slice(0, colon)));
      })
    );
  };
}

/** Whether one of some sorted texts begins so. */
function hasBeginning(texts: readonly string[], beginning: string): boolean {
  let from = 0;
  let to = texts.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((texts[middle] as string) < beginning) from = middle + 1;
    else to = middle;
  }
  return texts[from]?.startsWith(beginning) === true;
}

function backwards(text: string): string {
  return [...text].reverse().join('');
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
