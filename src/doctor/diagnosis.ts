import type { Blocked } from '../messages/browsers.js';
import {
  type DiagnosisArgs,
  type DiagnosisCode,
  doctorCatalogue,
  REQUEST_NAMES,
} from '../messages/doctor.js';
import { type Message, messageOf, type Severity } from '../messages/message.js';
import { type RequestKind, statusOf } from './observation.js';
import type { BlockedRow, Row, Survey } from './survey.js';

/** A problem with a server, or a fact worth knowing about it. */
export interface Diagnosis extends Message {
  readonly code: DiagnosisCode;
  /** `danger`: pages are locked out, or strangers can connect. `warning`: may surprise. `info`: to know. */
  readonly severity: Severity;
  /** The problem. The lines after the first quote Firefox and Chrome. */
  readonly message: string;
  /** The setting that fixes it. Lines that begin with two spaces are code. */
  readonly remedy: string;
}

/**
 * Looks for one kind of problem in a survey; pure.
 *
 * @param causes what the answers prove, so that nothing that follows from it is reported as well
 */
export type Check = (
  survey: Survey,
  causes: readonly Cause[],
) => Diagnosis | readonly Diagnosis[] | undefined;

/**
 * Something between browser and server that the answers prove: no setting of the server would help. What each generation
 * writes is known (engine.io 3: lib/server.js, lib/transports/polling-xhr.js; engine.io 4 to 6: the `cors` package), so
 * headers that differ from that were written elsewhere.
 */
export interface Cause {
  readonly diagnosis: Diagnosis;
  /** Whether it is the reason for that row. */
  readonly explains: (row: BlockedRow) => boolean;
}

/** Finds one kind of cause in a survey; pure. */
export type FindCause = (survey: Survey) => Cause | undefined;

/** Builds a diagnosis from the texts of its code. */
export function diagnosisOf<Code extends DiagnosisCode>(code: Code, args: DiagnosisArgs<Code>): Diagnosis {
  return messageOf(code, doctorCatalogue[code], args);
}

/** The arguments of the texts about rows that fail alike, if there are any. */
export function blockedOf(rows: readonly Row[], survey: Survey): Blocked | undefined {
  const [row] = rows;
  if (row === undefined) return undefined;
  const { page, request, url, eio } = row;
  return {
    url: urlOf(url, eio[0], request),
    origin: page.origin,
    isPreflight: request === 'preflight',
    pages: pagesOf(rows),
    status: statusOf(row) ?? 0,
    needed: survey.needed,
  };
}

/** The table shows the pages beyond these. */
const MAX_PAGES = 5;

/** @example 'https://a.com (polling GET, WebSocket), https://b.com (WebSocket)' */
export function pagesOf(rows: readonly Row[]): string {
  const origins = [...new Set(rows.map(({ page }) => page.origin))];
  const named = origins.slice(0, MAX_PAGES).map((origin) => `${origin} (${requestsOf(rows, origin)})`);
  const left = origins.length - named.length;
  return left > 0 ? `${named.join(', ')} and ${left} more` : named.join(', ');
}

const requestsOf = (rows: readonly Row[], origin: string): string =>
  [
    ...new Set(
      rows.filter(({ page }) => page.origin === origin).map(({ request }) => REQUEST_NAMES[request]),
    ),
  ].join(', ');

/** The URL as a browser's console prints it. */
function urlOf(target: string, eio: number, request: RequestKind): string {
  const url = new URL(target);
  url.searchParams.set('EIO', String(eio));
  url.searchParams.set('transport', request === 'websocket' ? 'websocket' : 'polling');
  return url.href;
}
