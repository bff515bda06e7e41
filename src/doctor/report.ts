import { REQUEST_NAMES } from '../messages/doctor.js';
import { bySeverity } from '../messages/message.js';
import { explainCommand } from '../messages/warn.js';
import { type Cell, type Paint, paintOf, paintWith, plainCell, table, wrapped } from '../output/terminal.js';
import { isStranger, undecidedStrangers } from './checks/openness.js';
import { type Difference, isComparable } from './compare.js';
import type { Diagnosis } from './diagnosis.js';
import { isLocalNetwork } from './origin.js';
import { isFailing, isMeant, type Protocols, pingIntervalOf, type Row, type Survey } from './survey.js';

/**
 * The report of one server, for people.
 *
 * @param namespace the path of the URL that was given, if it names a namespace
 */
export function doctorText(
  seen: Survey,
  diagnoses: readonly Diagnosis[],
  color: boolean,
  namespace?: string,
): string {
  const paint = paintWith(color);
  const isFine = !diagnoses.some(({ severity }) => severity === 'danger');
  const head = [
    (isFine ? paint.green : paint.red)(verdictOf(seen)),
    `${seen.url}  ${stateOf(seen)}`,
    ...namespaceLine(seen, namespace),
  ];
  const parts = [
    head,
    resultsTable(seen.rows, paint),
    ...diagnosesLines(diagnoses, paint),
    isFine && seen.isSocketIo ? notTested(seen) : [],
    !isFine && seen.meant.some(isExtension) ? wrap(EXTENSIONS) : [],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const namespaceLine = ({ url }: Survey, namespace: string | undefined): readonly string[] =>
  namespace === undefined
    ? []
    : [
        `The path ${namespace} of a URL names a namespace, so the requests went to ${new URL(url).pathname} (--path changes that).`,
      ];

/** Causes that block pages and that the doctor cannot see. */
function notTested(seen: Survey): readonly string[] {
  const server = new URL(seen.url);
  const interval = pingIntervalOf(seen);
  const hints = [
    "The browser's console mentions Content Security Policy: the page's own connect-src blocks the request.",
    `The client connects and drops after some seconds: a proxy's idle time-out (nginx proxy_read_timeout, HAProxy timeout server) is shorter than the server's pingInterval${interval === undefined ? '' : ` (${interval / 1000} s)`}.`,
    'Large messages fail: a proxy limits the size of a POST (nginx client_max_body_size), and browsers report its HTTP 413 as a CORS failure.',
    "The client's connect_error has a message of your own: a middleware (io.use), which runs after the handshake, refuses it.",
  ];
  if (isLocalNetwork(server) && seen.meant.some(isPublicPage))
    hints.push(
      `The page comes from the internet: for its visitors, ${server.hostname} is a machine of their own network, and Chrome only lets https pages ask for permission to use it (local network access). Use the public address of the server.`,
    );
  return [
    'If a page is blocked all the same:',
    ...hints.flatMap((hint) => wrapped(`- ${hint}`, '  ').map((line) => `  ${line}`)),
  ];
}

const isExtension = (origin: string): boolean => /^[a-z]+-extension:/.test(origin);

const EXTENSIONS =
  'An extension is not blocked by CORS if its manifest has host_permissions for the server. The server itself may still refuse it.';

const isPublicPage = (origin: string): boolean => /^https?:/.test(origin) && !isLocalNetwork(new URL(origin));

/** One line that answers the question: who can connect? */
function verdictOf(seen: Survey): string {
  const { rows, meant, isReachable, isSocketIo } = seen;
  if (!isReachable) return 'The server could not be reached.';
  if (!isSocketIo) return 'No Socket.IO server answers there.';
  const allowed = meant.filter((origin) => isAllowed(rows.filter(({ page }) => page.origin === origin)));
  return `${pagesVerdict(meant, allowed.length)}. ${strangersVerdict(seen)}.`;
}

/** A page connects if nothing that it needs fails, and one transport is open. */
const isAllowed = (rows: readonly Row[]): boolean =>
  !rows.some(isFailing) &&
  rows.some(
    ({ request, judgement }) =>
      (request === 'polling-get' || request === 'websocket') && judgement.verdict === 'allowed',
  );

function pagesVerdict(meant: readonly string[], allowed: number): string {
  const is = meant.length === 1 ? `${meant[0]} is` : `${meant.length} origins are`;
  if (allowed === 0) return `${is} blocked`;
  if (allowed === meant.length) return `${is} allowed`;
  return `${allowed} of ${meant.length} origins ${allowed === 1 ? 'is' : 'are'} allowed`;
}

function strangersVerdict(seen: Survey): string {
  const ways = new Set(
    seen.rows
      .filter((row) => isStranger(row) && row.judgement.verdict === 'allowed' && row.request !== 'preflight')
      .map(({ request }) => (request.startsWith('polling') ? 'polling' : REQUEST_NAMES[request])),
  );
  if (ways.size > 0) return `Other websites can connect (${[...ways].join(', ')})`;
  return undecidedStrangers(seen).length === 0
    ? 'Other websites are refused'
    : 'Other websites could not be tested';
}

/**
 * The differences between two servers, for people.
 *
 * @param namespaces the paths of the old and the new URL that were given, if they name namespaces
 */
export function compareText(
  before: Survey,
  after: Survey,
  differences: readonly Difference[],
  color: boolean,
  namespaces: readonly (string | undefined)[] = [],
): string {
  const paint = paintWith(color);
  const head = table([
    [plainCell('old'), plainCell(before.url), plainCell(stateOf(before))],
    [plainCell('new'), plainCell(after.url), plainCell(stateOf(after))],
  ]);
  const body =
    differences.length > 0
      ? differencesLines(differences, paint)
      : isComparable(before) && isComparable(after)
        ? [paint.green('No difference.')]
        : ['Nothing to compare. Run npx socket.io-cors-compat doctor on each of them.'];
  const named = new Set([before, after].flatMap((seen, index) => namespaceLine(seen, namespaces[index])));
  return `${[...head, ...named, '', ...body, ...lostClients(before, after)].join('\n')}\n`;
}

/** Clients of v2 that can only connect to the old server, even if no page differs. */
function lostClients(before: Survey, { protocols, isProtocolSeen }: Survey): readonly string[] {
  if (!before.protocols.eio3 || !isProtocolSeen || protocols.eio3 || !protocols.eio4) return [];
  return [
    '',
    'v2 clients can connect to the old server only. Set allowEIO3: true on the new one until every client is upgraded.',
    explainCommand('EIO3_UNSUPPORTED'),
  ];
}

function differencesLines(differences: readonly Difference[], paint: Paint): readonly string[] {
  const opening = differences.filter(({ effect }) => effect === 'opens').length;
  const rows = differences.map(({ origin, request, old, new: now, effect, code }) => [
    ...[origin, REQUEST_NAMES[request], old, now].map(plainCell),
    { text: effect, show: effect === 'opens' ? paint.red : paint.yellow },
    plainCell(code),
  ]);
  return [
    `${counted(opening, 'request opens', 'requests open')}, ${counted(differences.length - opening, 'closes', 'close')}.`,
    '',
    ...table([boldRow(['origin', 'request', 'old', 'new', 'effect', 'see'], paint), ...rows]),
    '',
    `To read about a code: ${explainCommand(differences[0]?.code ?? 'CODE')}`,
  ];
}

const boldRow = (names: readonly string[], paint: Paint): readonly Cell[] =>
  names.map((text) => ({ text, show: paint.bold }));

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const stateOf = ({ isReachable, protocols }: Survey): string =>
  isReachable ? spoken(protocols) : 'not reachable';

function spoken({ eio3, eio4 }: Protocols): string {
  if (eio3 && eio4) return 'Socket.IO v3 or v4, with clients of v2 (EIO=4, EIO=3)';
  if (eio4) return 'Socket.IO v3 or v4 (EIO=4)';
  return eio3 ? 'Socket.IO v2 or older (EIO=3)' : 'no Socket.IO server seen';
}

const COLUMNS = ['polling-get', 'polling-post', 'preflight', 'websocket'] as const;

function resultsTable(rows: readonly Row[], paint: Paint): readonly string[] {
  if (rows.length === 0) return [];
  const header = boldRow(['origin', ...COLUMNS.map((request) => REQUEST_NAMES[request])], paint);
  const origins = [...new Set(rows.map(({ page }) => page.origin))];
  const cells = origins.map((origin) => {
    const own = rows.filter(({ page }) => page.origin === origin);
    return [
      plainCell(origin),
      ...COLUMNS.map((column) =>
        cellOf(
          own.filter(({ request }) => request === column),
          paint,
        ),
      ),
    ];
  });
  const isSkipped = rows.some(({ page, isNeeded }) => isMeant(page) && !isNeeded);
  return [
    ...table([header, ...cells]),
    ...(isSkipped
      ? [paint.dim('- browsers send no preflight unless the client adds headers (--header)')]
      : []),
  ];
}

function cellOf(rows: readonly Row[], paint: Paint): Cell {
  const needed = rows.filter(({ isNeeded }) => isNeeded);
  const [first] = needed;
  if (first === undefined) return { text: '-', show: paint.dim };
  const { verdict } = first.judgement;
  if (needed.every(({ judgement }) => judgement.verdict === verdict))
    return { text: verdict, show: verdict === 'allowed' ? paint.green : paint.red };
  const text = needed.map(({ judgement, eio }) => `${judgement.verdict} (EIO=${eio.join()})`).join(', ');
  return { text, show: paint.yellow };
}

/** The most severe first, because they belong on the first screen. */
function diagnosesLines(diagnoses: readonly Diagnosis[], paint: Paint): readonly (readonly string[])[] {
  /** The diagnosis under which a block of code was printed. */
  const printed = new Map<string, string>();
  return [...diagnoses].sort(bySeverity).map(({ code, severity, message, remedy }) => {
    const [seen = '', ...browsers] = message.split('\n');
    return [
      `${paintOf(severity, paint)(severity)}  ${paint.bold(code)}`,
      ...wrap(seen),
      ...browsers.map((line) => paint.dim(`  ${line}`)),
      ...wrap(`Fix: ${withoutRepeatedCode(remedy, code, printed)}`),
      paint.dim(`  ${explainCommand(code)}`),
    ];
  });
}

/** Blocks of several lines of code are printed once, and referred to later. */
const withoutRepeatedCode = (remedy: string, code: string, printed: Map<string, string>): string =>
  remedy.replace(/\n((?: {2}.*(?:\n|$)){2,})/g, (whole, block: string) => {
    const earlier = printed.get(block.trimEnd());
    if (earlier === undefined) printed.set(block.trimEnd(), code);
    return earlier === undefined ? whole : ` the code under ${earlier}.${block.endsWith('\n') ? '\n' : ''}`;
  });

/** Indented lines of at most 100 characters. Lines that begin with two spaces are code and stay as they are. */
const wrap = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((paragraph) => (paragraph.startsWith('  ') ? [paragraph] : wrapped(paragraph)))
    .map((line) => `  ${line}`);
