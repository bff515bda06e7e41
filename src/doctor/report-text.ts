import { type Paint, paintWith } from '../output/paint.js';
import { type Cell, table } from '../output/table.js';
import type { Diagnosis } from './diagnosis.js';
import { compareExitCode } from './exit-code.js';
import type { Protocols } from './protocols.js';
import type { CompareReport, DoctorReport, Result } from './report-json.js';
import { REQUEST_NAMES } from './request-names.js';

/** The report of one server, for people. */
export function doctorText(report: DoctorReport, color: boolean): string {
  const paint = paintWith(color);
  const parts = [
    [`${paint.bold(report.url)}  ${report.reachable ? spoken(report.protocols) : 'not reachable'}`],
    report.results.length === 0 ? [] : resultsTable(report.results, paint),
    ...gravestFirst(report.diagnoses).map((diagnosis) => diagnosisLines(diagnosis, paint)),
    report.diagnoses.length === 0 ? [paint.green('Nothing to mend.')] : [],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What differs between two servers, for people. */
export function compareText(report: CompareReport, color: boolean): string {
  const paint = paintWith(color);
  const head = table([
    [plain('old'), plain(report.old), plain(stateOf(report, 'old'))],
    [plain('new'), plain(report.new), plain(stateOf(report, 'new'))],
  ]);
  const rows = report.differences.map((difference) => {
    const show = difference.effect === 'opens' ? paint.red : paint.yellow;
    const { origin, request, effect } = difference;
    return [
      plain(origin),
      plain(REQUEST_NAMES[request]),
      plain(`${difference.old} → ${difference.new}`),
      { text: effect, show },
    ];
  });
  const isComplete = compareExitCode(report) !== 3;
  const none = isComplete
    ? paint.green('No difference.')
    : 'Nothing to compare: ask `socketio-cors doctor` what is there.';
  return `${[...head, '', ...(rows.length === 0 ? [none] : table(rows))].join('\n')}\n`;
}

const stateOf = ({ reachable, protocols }: CompareReport, which: 'old' | 'new'): string =>
  reachable[which] ? spoken(protocols[which]) : 'not reachable';

function spoken({ eio3, eio4 }: Protocols): string {
  if (eio3 && eio4) return 'Socket.IO v3 or v4, with clients of v2 (EIO=4, EIO=3)';
  if (eio4) return 'Socket.IO v3 or v4 (EIO=4)';
  return eio3 ? 'Socket.IO v2 or older (EIO=3)' : 'no Socket.IO server seen';
}

const COLUMNS = ['polling-get', 'polling-post', 'preflight', 'websocket'] as const;

function resultsTable(results: readonly Result[], paint: Paint): readonly string[] {
  const header = ['origin', ...COLUMNS.map((request) => REQUEST_NAMES[request])].map((text) => ({
    text,
    show: paint.bold,
  }));
  const origins = [...new Set(results.map(({ origin }) => origin))];
  const rows = origins.map((origin) => [
    plain(origin),
    ...COLUMNS.map((request) =>
      cellOf(
        results.filter((one) => one.origin === origin && one.request === request),
        paint,
      ),
    ),
  ]);
  return table([header, ...rows]);
}

function cellOf(results: readonly Result[], paint: Paint): Cell {
  const needed = results.filter((result) => result.needed);
  const [first] = needed;
  if (first === undefined) return { text: '-', show: paint.dim };
  const isSame = needed.every(({ verdict }) => verdict === first.verdict);
  if (isSame) return { text: first.verdict, show: first.verdict === 'allowed' ? paint.green : paint.red };
  // The two protocols fare differently.
  const text = needed.map(({ verdict, eio }) => `${verdict} (EIO=${eio.join()})`).join(', ');
  return { text, show: paint.yellow };
}

/** What locks pages out or lets strangers in is to be on the first screen; else in the order of the questions. */
const gravestFirst = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] =>
  (['danger', 'warning', 'info'] as const).flatMap((severity) =>
    diagnoses.filter((diagnosis) => diagnosis.severity === severity),
  );

const plain = (text: string): Cell => ({ text, show: (shown) => shown });

function diagnosisLines(
  { code, severity, message, remedy, docs }: Diagnosis,
  paint: Paint,
): readonly string[] {
  const color = { danger: paint.red, warning: paint.yellow, info: paint.bold }[severity];
  const [seen = '', ...browsers] = message.split('\n');
  return [
    `${color(severity)}  ${paint.bold(code)}`,
    `  ${seen}`,
    ...browsers.map((line) => paint.dim(`  ${line}`)),
    `  To mend it: ${remedy}`,
    paint.dim(`  ${docs}`),
  ];
}
