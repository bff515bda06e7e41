import { compileDecision, decisionOf } from '../origins/decide.js';
import type { OriginRule } from '../origins/policy.js';
import { couldBeAdmitted, hasLiteralWildcard } from './could-be-admitted.js';
import { exampleEntry } from './example-entry.js';
import { whyNeverMatched } from './never-matched.js';
import type { OriginsContext } from './origins-context.js';
import { plainOrigin } from './plain-origin.js';

/** What a string meant to every release but 2.4.0: the key of an origin had to occur in it, anywhere. */
export function stringOrigins(text: string, context: OriginsContext): OriginRule {
  const { from, era, semantics, subject, warn } = context;
  const quoted = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const about = `${subject}: ${JSON.stringify(quoted)}`;
  const entries = listedEntries(text);
  if (semantics === 'exact' ? text.includes('*:*') : entries.some(standsForEveryone)) {
    warn('ALLOW_ALL_EXPLICIT', { from, entry: quoted, example: exampleEntry(era, semantics) }, about);
    return { kind: 'everyone' };
  }
  const couldMatch = couldBeFoundIn(text);
  if (semantics === 'exact') {
    if (couldMatch) warn('SUBSTRING_MATCH_KEPT', { from, entry: quoted }, about);
    return { kind: 'substring-search', text };
  }
  if (couldMatch)
    warn('SUBSTRING_MATCH_CLOSED', { from, entry: quoted, everyone: text.includes('*:*') }, about);
  return { kind: 'allow-list', keys: entryKeys(entries, text, context) };
}

/** The entries of a string, which people parted by white space, commas, `|` or `;`, or left as JSON. */
export function listedEntries(text: string): string[] {
  return text.split(/[\s,|;"'`]/).filter((entry) => !/^[[\]]*$/.test(entry));
}

/** `*:*`, also behind a scheme and before a path: v2 found it wherever it stood. */
function standsForEveryone(entry: string): boolean {
  return /^(?:[^/]*\/\/)?\*:\*(?:\/.*)?$/.test(entry);
}

function entryKeys(entries: readonly string[], text: string, context: OriginsContext): string[] {
  const { from, era, subject, warn } = context;
  const admittedByV2 = compileDecision({ kind: 'substring-search', text });
  const keys = new Set<string>();
  for (const entry of entries) {
    const about = `${subject}: ${JSON.stringify(entry)}`;
    const plain = plainOrigin(entry);
    if (plain !== undefined) {
      keys.add(plain.key);
      if (!admittedByV2({ origin: plain.serialized }))
        warn('ORIGIN_NOW_ADMITTED', { from, origin: plain.serialized }, about);
      continue;
    }
    const key = keyWithin(entry);
    if (key !== undefined && couldBeAdmitted(key, decisionOf({ kind: 'allow-list', keys: [key] }))) {
      keys.add(key);
      if (hasLiteralWildcard(key)) warn('ORIGIN_WILDCARD_IS_LITERAL', { from, entry }, about);
    } else if (couldBeFoundIn(entry)) {
      warn('ORIGIN_NOT_PARSEABLE', { from, entry }, about);
    } else {
      warn('ORIGIN_NEVER_MATCHED', { from, entry, reason: whyNeverMatched(entry, era), exact: false }, about);
    }
  }
  return [...keys];
}

/** Whether v2 could find an origin in a text: every key ends in a port. */
export function couldBeFoundIn(text: string): boolean {
  return /:(?:\d|\*)/.test(text);
}

/**
 * The key that v2 found within an entry. One with a scheme, a host and a port keeps its scheme; wherever a wildcard
 * stands the scheme was no part of the key, and deployed pages rely on that.
 *
 * @example keyWithin('https://example.com:*') // 'example.com:*'
 * @example keyWithin('https://example.com:443/chat') // 'https://example.com:443'
 */
function keyWithin(entry: string): string | undefined {
  const match = /^([^/]*\/\/)?([^/]*):(\d+|\*)(?:\/.*)?$/.exec(entry);
  if (match === null) return undefined;
  const [, scheme = '', host, port] = match;
  const key = `${host}:${port}`;
  return /^[^*]+:\/\//.test(scheme) && !key.includes('*') ? scheme + key : key;
}
