import { listed, NAMED } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import { compileDecision } from '../origins/decide.js';
import type { Era, OriginRule } from '../origins/policy.js';
import {
  couldBeFoundIn,
  type EntryReading,
  type EntryWarning,
  isEveryone,
  type KnownEntries,
  listedEntries,
  readArrayEntry,
  readStringEntry,
  whyNeverMatched,
} from './entries.js';
import { exampleEntry } from './releases.js';
import type { ParsedSettings } from './settings.js';

/** The input of the readers of an `origins` value, besides the value. */
export interface OriginsContext extends Pick<ParsedSettings, 'from' | 'semantics'> {
  readonly era: Era;
  /** The name of the setting: `origins` or `originsCalls[0]`. */
  readonly subject: string;
  readonly warn: Warn;
  readonly known: KnownEntries | undefined;
}

/**
 * Which origins a string or an array allowed.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`
 */
export function ruleOf(value: string | readonly string[], context: OriginsContext): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  if (typeof value !== 'string') {
    const index = era === 'literal' ? -1 : value.indexOf('*:*');
    if (index !== -1) return everyone('*:*', `${subject}[${index}]: "*:*"`, context);
    return listRule(value, value, context);
  }
  const entries = listedEntries(value);
  if (era === 'literal') return listRule(value, semantics === 'exact' ? [value] : entries, context);

  const quoted = value.length > 200 ? `${value.slice(0, 200)}…` : value;
  const about = `${subject}: ${JSON.stringify(quoted)}`;
  const hasWildcard = value.includes('*:*');
  if (semantics === 'exact' ? hasWildcard : entries.some(isEveryone)) return everyone(quoted, about, context);
  if (semantics === 'exact') {
    if (couldBeFoundIn(value)) warn('SUBSTRING_MATCH_KEPT', { from, entry: quoted }, about);
    return ruleOfV2(value, era);
  }
  if (couldBeFoundIn(value))
    warn('SUBSTRING_MATCH_CLOSED', { from, entry: quoted, everyone: hasWildcard }, about);
  // v2 found keys in these entries only. To search all of a very long text for each origin would take seconds.
  return listRule(entries.filter(couldBeFoundIn).join(' '), entries, context);
}

function everyone(entry: string, about: string, { from, era, semantics, warn }: OriginsContext): OriginRule {
  warn('ALLOW_ALL_EXPLICIT', { from, entry, example: exampleEntry(era, semantics) }, about);
  return { kind: 'everyone' };
}

/** The rule of v2, accidents included: it looked for an origin's keys in an array, or anywhere in a string. */
function ruleOfV2(value: string | readonly string[], era: Era): OriginRule {
  if (era === 'literal') {
    // 2.4.0 made a list of a string, and allowed requests without an `Origin` if the list was empty.
    const origins = [value].flat();
    return { kind: 'literal-list', origins, admitsNoOrigin: origins.length === 0 };
  }
  if (typeof value === 'string')
    return value.includes('*:*') ? { kind: 'everyone' } : { kind: 'substring-search', text: value };
  // Up to 2.0, the scheme was ignored.
  return {
    kind: 'allow-list',
    keys: era === 'host-port' ? value.filter((key) => !key.includes('//')) : value,
  };
}

/**
 * The rule of the entries that an array or a string lists.
 *
 * @param value what v2 compared origins with
 */
function listRule(
  value: string | readonly string[],
  entries: readonly string[],
  context: OriginsContext,
): OriginRule {
  const { era, semantics, known } = context;
  const onV2 = ruleOfV2(value, era);
  const allowedOnV2 = compileDecision(onV2);
  const isArray = typeof value !== 'string';
  const keys = new Set<string>();
  const notes = new Map<Code, Note[]>();
  const note = (code: Code, ...about: Note) => {
    const noted = notes.get(code);
    if (noted === undefined) notes.set(code, [about]);
    else noted.push(about);
  };
  const read: [string, EntryReading][] = [];
  if (known !== undefined) keepOnly(known, new Set(entries));
  entries.forEach((entry, index) => {
    const before = known?.get(entry);
    // On 2.4.0 the whole of a string was one entry.
    const isWhole = isArray || (era === 'literal' && entry === value);
    const reading = before ?? (isWhole ? readArrayEntry(entry, era, semantics) : readStringEntry(entry, era));
    for (const key of reading.keys) keys.add(key);
    if (before !== undefined) return;
    read.push([entry, reading]);
    const { promised, warning } = reading;
    const at = isArray ? index : undefined;
    if (promised !== undefined && !allowedOnV2({ origin: promised }))
      note('ORIGIN_NOW_ADMITTED', promised, at, entry);
    if (warning !== undefined) note(warning, entry, at, entry);
  });
  for (const [entry, reading] of read) known?.set(entry, reading);
  for (const [code, noted] of notes) report(code, noted, context);
  return onV2.kind === 'literal-list'
    ? { ...onV2, origins: [...keys] }
    : { kind: 'allow-list', keys: [...keys] };
}

/**
 * Forgets the entries that are gone. If one of them may also have matched the origin of another entry, it forgets all,
 * because that one needs its warning now.
 */
function keepOnly(known: KnownEntries, entries: ReadonlySet<string>): void {
  for (const [entry, { keys, promised }] of known) {
    if (entries.has(entry)) continue;
    known.delete(entry);
    if (promised === undefined && keys.length > 0) known.clear();
  }
}

type Code = EntryWarning | 'ORIGIN_NOW_ADMITTED';

/** How the message names an entry, its index in an array, and the entry itself. */
type Note = readonly [named: string, index: number | undefined, entry: string];

/** One warning for each kind, however many entries it is about. */
function report(code: Code, notes: readonly Note[], context: OriginsContext): void {
  const { from, era, semantics, subject, warn } = context;
  const entries = { named: notes.slice(0, NAMED).map(([named]) => named), count: notes.length };
  const subjects = notes
    .slice(0, NAMED)
    .map(
      ([, index, entry]) => `${subject}${index === undefined ? '' : `[${index}]`}: ${JSON.stringify(entry)}`,
    );
  const about = listed({ named: subjects, count: notes.length });
  if (code === 'ORIGIN_NEVER_MATCHED') {
    const reasons = entries.named.map((entry) => whyNeverMatched(entry, era));
    warn(code, { from, entries, reasons, exact: semantics === 'exact' }, about);
  } else if (code === 'ORIGIN_NOW_ADMITTED') warn(code, { from, origins: entries }, about);
  else warn(code, { from, entries }, about);
}

/** Whether an app's own list still has the entries that were read from it. v2 read it at each handshake. */
export function isSameList(list: readonly unknown[], entries: readonly unknown[]): boolean {
  return list.length === entries.length && entries.every((entry, index) => entry === list[index]);
}
