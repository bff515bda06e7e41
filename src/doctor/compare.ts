import { undecidedStrangers } from './checks/openness.js';
import type { BlockReason } from './judge.js';
import type { RequestKind } from './observation.js';
import { isMeant, type Row, type Survey } from './survey.js';

type Verdict = Row['judgement']['verdict'];

/** A request that one server allows and the other blocks. */
export interface Difference {
  readonly origin: string;
  readonly request: RequestKind;
  readonly old: Verdict;
  readonly new: Verdict;
  /** `opens`: the new server allows what the old one blocked. */
  readonly effect: 'opens' | 'closes';
  /** The code that explains it. */
  readonly code: string;
}

/**
 * Compares a server with its successor. Pure.
 *
 * A request counts as allowed if any protocol that the server speaks allows it. Each server's own page is compared with
 * the other's. Preflights count only if the client adds a header that needs one.
 *
 * @param before what was seen of the old server
 * @param after what was seen of the new server, asked with the same options
 */
export function compare(before: Survey, after: Survey): Difference[] {
  const successors = verdictsOf(after);
  return [...verdictsOf(before)].flatMap(([key, row]): Difference[] => {
    const successor = successors.get(key);
    const old = row.judgement.verdict;
    if (successor === undefined || successor.judgement.verdict === old) return [];
    const effect = old === 'blocked' ? 'opens' : 'closes';
    const { origin } = row.page;
    const { verdict } = successor.judgement;
    const code = codeFor(row, successor, isRefused(before, row));
    return [{ origin, request: row.request, old, new: verdict, effect, code }];
  });
}

/** Without a Socket.IO server, or if it did not decide what strangers asked for, finding no difference means nothing. */
export const isComparable = (seen: Survey): boolean =>
  seen.isSocketIo && undecidedStrangers(seen).length === 0;

/**
 * A request that closes has the reason as its code, and so has one that opens for a page of the app, unless the old server
 * refused its origin. The code of one that opens for other pages depends on the page.
 */
function codeFor({ page, judgement: before }: Row, { judgement, request }: Row, wasRefused: boolean): string {
  if (judgement.verdict === 'blocked') return judgement.reason;
  if (isMeant(page))
    return before.verdict === 'blocked' && !wasRefused ? before.reason : 'ORIGIN_NOW_ADMITTED';
  if (request === 'websocket') return 'WEBSOCKET_OPEN_TO_ANY_ORIGIN';
  if (request === 'jsonp') return 'JSONP_OPEN';
  if (page.role === 'null') return 'NULL_ORIGIN_WITH_CREDENTIALS';
  return page.credentials ? 'FOREIGN_ORIGIN_WITH_CREDENTIALS' : 'ANY_ORIGIN_ADMITTED';
}

/** Whether a server refused the origin of a request. 1.x drops such a WebSocket without an answer, so polling says it. */
function isRefused({ rows }: Survey, row: Row): boolean {
  const isDropped = row.request === 'websocket' && row.outcome.kind === 'failure';
  const decisive = isDropped
    ? rows.filter(({ page, request }) => page.origin === row.page.origin && request === 'polling-get')
    : [row];
  return decisive.some(
    ({ judgement }) => judgement.verdict === 'blocked' && OF_REFUSED_ORIGINS.has(judgement.reason),
  );
}

/** Why requests are blocked if v2 refuses the origin: its answer over polling has no CORS headers, and opens no session. */
const OF_REFUSED_ORIGINS: ReadonlySet<BlockReason> = new Set([
  'HANDSHAKE_REFUSED',
  'CORSMissingAllowOrigin',
  'NO_SESSION',
]);

/** The best row of each page and request. */
function verdictsOf({ rows, meant }: Survey): ReadonlyMap<string, Row> {
  const verdicts = new Map<string, Row>();
  for (const row of rows.filter(({ isNeeded }) => isNeeded)) {
    // By position, not by name: the servers' own pages differ, and the foreign origin takes the server's scheme.
    const key = `${isMeant(row.page) ? meant.indexOf(row.page.origin) : row.page.role} ${row.request}`;
    if (verdicts.get(key)?.judgement.verdict !== 'allowed') verdicts.set(key, row);
  }
  return verdicts;
}
