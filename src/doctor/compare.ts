import type { Observation, RequestKind } from './observation.js';
import { isMeant, type Row, survey } from './survey.js';

type Word = 'allowed' | 'blocked';

/** Something that a page may do with one server and not with the other. */
export interface Difference {
  readonly origin: string;
  readonly request: RequestKind;
  readonly old: Word;
  readonly new: Word;
  /** `opens`: the new server admits what the old one did not. */
  readonly effect: 'opens' | 'closes';
}

/**
 * Holds a server and its successor side by side. Pure.
 *
 * A request counts as allowed where it is in any protocol that the server speaks. Each server's own page is compared
 * with the other's. Preflights count only where the client adds a header that needs one.
 *
 * @param before what `probe` brought of the old server
 * @param after the same of the new one, asked with the same options
 */
export function compare(before: readonly Observation[], after: readonly Observation[]): Difference[] {
  const successors = wordsOf(after);
  const differences: Difference[] = [];
  for (const [key, { row, word: old }] of wordsOf(before)) {
    const successor = successors.get(key);
    if (successor === undefined || successor.word === old) continue;
    const effect = old === 'blocked' ? 'opens' : 'closes';
    differences.push({ origin: row.page.origin, request: row.request, old, new: successor.word, effect });
  }
  return differences;
}

function wordsOf(observations: readonly Observation[]): Map<string, { row: Row; word: Word }> {
  const words = new Map<string, { row: Row; word: Word }>();
  const rows = survey(observations).rows.filter(({ isNeeded }) => isNeeded);
  // By place, not by name: what one server's own page is, another's is not, and the foreign origin takes the scheme.
  const meant = [...new Set(rows.filter(({ page }) => isMeant(page)).map(({ page }) => page.origin))];
  for (const row of rows) {
    const { page, request, verdict } = row;
    const key = `${isMeant(page) ? meant.indexOf(page.origin) : page.role} ${request}`;
    if (words.get(key)?.word !== 'allowed') words.set(key, { row, word: verdict.verdict });
  }
  return words;
}
