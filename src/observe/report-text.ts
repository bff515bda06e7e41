import {
  type Cell,
  counted,
  type Paint,
  paintWith,
  plainCell,
  printable,
  table,
} from '../output/terminal.js';
import { type PlainPolicy, serverText } from '../print/server-text.js';
import { DEFAULT_STYLE, inStyle, literal } from '../print/source-style.js';
import { translateCors } from '../translate.js';
import type { Decisions, ObservationReport, ObservedOrigin } from './report.js';

const MOST_ROWS = 50;

/** A report for people: what would change and for whom, who connects, and the list to write. */
export function reportText(report: ObservationReport, color: boolean): string {
  const paint = paintWith(color);
  const isTranslated = report.origins.some(({ translated }) => translated !== null);
  const parts =
    report.handshakes === 0
      ? [
          headline(report),
          'No handshake was counted yet. observe() writes the file at intervals (60 seconds by default), so the newest handshakes may be missing.',
        ]
      : [
          headline(report),
          comparisonText(
            'The translated settings on v4',
            report.differences,
            report.origins,
            isTranslated ? ({ translated }) => translated : undefined,
            paint,
          ),
          ...(report.candidateDifferences === undefined
            ? []
            : [
                comparisonText(
                  'The candidate settings on v4',
                  report.candidateDifferences,
                  report.origins,
                  ({ candidate }) => candidate,
                  paint,
                ),
              ]),
          whoConnects(report, paint),
          clients(report),
          ...listToWrite(report, paint),
          ...lookFirst(report, paint),
        ];
  return `${parts.join('\n\n')}\n`;
}

function headline({ handshakes, server, since, until }: ObservationReport): string {
  return `${counted(handshakes, 'handshake')} with ${nameOf(server)}, from ${day(since)} to ${day(until)} (UTC)`;
}

function nameOf({ release, protocol }: ObservationReport['server']): string {
  return `Socket.IO ${printable(release ?? protocol)}`;
}

type Compared = (row: ObservedOrigin) => Decisions | null | undefined;

/** The handshakes that some settings would decide differently, by origin. */
function comparisonText(
  name: string,
  differences: number,
  origins: readonly ObservedOrigin[],
  compared: Compared | undefined,
  paint: Paint,
): string {
  if (compared === undefined)
    return 'There are no v2 settings to compare the server with. On v4, give them to observe(): { settings }.';
  if (differences === 0) return paint.green(`${name} would decide every handshake as the server did.`);
  let unassigned = differences;
  const rows = origins.flatMap((row): Cell[][] => {
    const decided = compared(row);
    if (!decided) return [];
    // Settings that were compared for part of the time decided about fewer handshakes than the server.
    const opened = Math.max(0, decided.admitted - row.admitted);
    const closed = Math.max(0, decided.refused - row.refused);
    unassigned -= opened + closed;
    return [
      { number: opened, change: { text: 'would be allowed', show: paint.red } },
      { number: closed, change: { text: 'would be refused', show: paint.yellow } },
    ].flatMap(({ number, change }) =>
      number === 0 ? [] : [[plainCell(originText(row)), plainCell(counted(number, 'handshake')), change]],
    );
  });
  return [
    paint.bold(`${name} would decide ${counted(differences, 'handshake')} differently:`),
    ...limitedTable(rows),
    ...(unassigned > 0
      ? [`  ${counted(unassigned, 'handshake')} of origins that are not listed, or were decided both ways`]
      : []),
  ].join('\n');
}

function whoConnects({ origins, others }: ObservationReport, paint: Paint): string {
  const titles = ['Origin', 'Allowed', 'Refused', 'Polling', 'WebSocket', 'JSONP', 'v2 clients', 'Last seen'];
  const header = titles.map((text) => ({ text, show: paint.bold }));
  const rows = origins.map((row) =>
    [
      originText(row),
      ...[row.admitted, row.refused, row.polling, row.websocket, row.jsonp, row.eio3].map(String),
      day(row.lastSeen),
    ].map(plainCell),
  );
  return [
    paint.bold('Who connects'),
    ...limitedTable(rows, [header]),
    ...(others > 0 ? [`  and ${counted(others, 'handshake')} of further origins, which are not listed`] : []),
  ].join('\n');
}

function clients({ handshakes, origins, suggestion, preflightHeaders }: ObservationReport): string {
  const legacy = sum(origins, ({ eio3 }) => eio3);
  const jsonp = sum(origins, (row) => row.jsonp);
  const share = Math.round((1000 * legacy) / handshakes) / 10;
  return [
    legacy === 0
      ? 'No client of Socket.IO 1 or 2 was seen: v4 does not need allowEIO3.'
      : `Clients of Socket.IO 1 and 2: ${counted(legacy, 'handshake')} (${share}%). ${
          suggestion.allowEIO3
            ? 'v4 needs allowEIO3: true until they are gone.'
            : 'All were refused, so v4 does not need allowEIO3.'
        }`,
    ...(jsonp === 0 ? [] : [`JSONP: ${counted(jsonp, 'handshake')}.`]),
    preflightHeaders.length === 0
      ? 'No preflight was seen, so no page sends headers of its own.'
      : `Preflights ask for: ${preflightHeaders.map((name) => printable(name)).join(', ')}.`,
  ].join('\n');
}

/** The list, for the server as it is and for v4. */
function listToWrite({ suggestion, server }: ObservationReport, paint: Paint): string[] {
  const { origins, cors, allowEIO3 } = suggestion;
  if (cors.origin.length === 0) return [paint.bold('No origin can be suggested yet.')];
  const { policy } = translateCors({ origins: cors.origin }, { to: '^4.0.0' });
  const { methods, allowedHeaders } = cors;
  const fields = { methods: [...methods], allowedHeaders: [...allowedHeaders] };
  const code = serverText(policy as PlainPolicy, allowEIO3 ? { allowEIO3 } : {}, DEFAULT_STYLE, fields);
  const v2 = inStyle(`origins: ${literal(origins, DEFAULT_STYLE)},`, DEFAULT_STYLE);
  const isLegacy = server.protocol === 'v2';
  return [
    paint.bold('The list to write. Remove every origin that is not yours.'),
    ...(isLegacy ? [`In the options of ${nameOf(server)}:\n${shifted(v2)}`] : []),
    `On v4:\n${shifted(code.trimEnd())}`,
  ];
}

function lookFirst({ suggestion, origins }: ObservationReport, paint: Paint): string[] {
  const none = sum(
    origins.filter(({ from }) => from === 'none'),
    ({ admitted }) => admitted,
  );
  const lines = [
    ...suggestion.suspicious.map(({ origin, message }) => `  ${printable(origin)}: ${printable(message)}`),
    ...(none > 0
      ? [
          `  ${counted(none, 'handshake')} without Origin and Referer: native apps, scripts, or pages that send no Referer. A list refuses them`,
        ]
      : []),
  ];
  return lines.length === 0
    ? []
    : [[paint.bold('Left out of the list. Look at these first:'), ...lines].join('\n')];
}

function originText({ origin, from }: ObservedOrigin): string {
  if (origin === null) return 'neither Origin nor Referer';
  return printable(from === 'referer' ? `${origin} (Referer)` : origin);
}

function limitedTable(rows: readonly Cell[][], header: readonly Cell[][] = []): string[] {
  const left = rows.length - MOST_ROWS;
  const lines = table([...header, ...rows.slice(0, MOST_ROWS)]).map(indented);
  return left > 0 ? [...lines, `  and ${left} more: --format json lists them all`] : lines;
}

function sum(rows: readonly ObservedOrigin[], of: (row: ObservedOrigin) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

const indented = (line: string) => `  ${line}`.trimEnd();

const shifted = (text: string) => text.split('\n').map(indented).join('\n');

const day = (time: string) => time.slice(0, 16).replace('T', ' ');
