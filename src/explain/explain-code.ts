import { type CodeReference, chapters } from '../messages/docs/index.js';
import { explainProblems } from '../messages/explain.js';
import { forCommand } from '../messages/wording.js';
import { wrapped } from '../output/terminal.js';

/** A line of a message that quotes a browser. */
const BROWSER = /^(?:Firefox|Chrome): (.*)$/;

/** How Chrome names a network error. */
const NET_ERROR = /net::ERR_\w+/;

const REFERENCE: ReadonlyMap<string, CodeReference> = new Map(
  chapters.flatMap(({ codes }) => codes.map((reference) => [reference.code, reference] as const)),
);

/** Whether an argument is a code or a browser's error message, rather than settings or a path. */
export const looksLikeCode = (argument: string): boolean =>
  /^(?:[A-Z\d]+(?:_[A-Z\d]+)+|CORS\w+)$/.test(argument) || find(argument) !== undefined;

/**
 * Explains a code, a browser's name for a CORS failure, or the message that a browser prints for it. Offline.
 *
 * @param format `json`: the section of the reference as an object
 * @returns undefined if the code is unknown
 * @example explainCode('ORIGIN_NOW_ADMITTED') // 'ORIGIN_NOW_ADMITTED (warning, opens)\n\n…'
 */
export function explainCode(code: string, format: 'text' | 'json' = 'text'): string | undefined {
  const reference = find(code);
  if (reference === undefined) return undefined;
  return format === 'json' ? `${JSON.stringify(reference, null, 2)}\n` : referenceText(reference);
}

const find = (text: string): CodeReference | undefined =>
  REFERENCE.get(text) ?? printedByBrowser(text) ?? printedByOthers(text);

/** The code whose section says that a server, Node or an older browser prints the text. */
const printedByOthers = (text: string): CodeReference | undefined =>
  [...REFERENCE.values()].find(({ printed = [] }) => printed.some((one) => text.includes(one)));

/** The messages that browsers print, each with its code. */
const PRINTED = [...REFERENCE.values()].flatMap((reference) =>
  reference.message.split('\n').flatMap((line) => {
    const [, printed] = BROWSER.exec(line) ?? [];
    return printed === undefined ? [] : [{ reference, printed }];
  }),
);

/** The code whose browser message names the same network error as a pasted one, or has most words in common with it. */
function printedByBrowser(text: string): CodeReference | undefined {
  if (!/blocked|cross-origin|reason:|net::ERR|mixed|preflight|\bCORS\b|access-control-/i.test(text))
    return undefined;
  const [failure] = NET_ERROR.exec(text) ?? [];
  const named = PRINTED.find(({ printed }) => {
    // The reference names some errors only by their beginning: `net::ERR_CERT_…`.
    const [name] = NET_ERROR.exec(printed) ?? [];
    return name !== undefined && failure?.startsWith(name);
  });
  if (named !== undefined) return named.reference;
  const pasted = wordsOf(text);
  const likely = PRINTED.map(({ reference, printed }) => ({
    reference,
    likeness: likenessOf(wordsOf(printed), pasted),
  })).sort((one, other) => other.likeness - one.likeness);
  return likely.find(({ likeness }) => likeness > 0.6)?.reference;
}

/** The words of a message after its reason begins, without addresses and the status. */
function wordsOf(text: string): string[] {
  const [, reason = text] =
    /(?:(?:CORS policy: )?Response to preflight .*? check: |CORS policy: |Reason: )(.+)/s.exec(text) ?? [];
  return [
    ...new Set(
      reason
        .replace(/Origin \S+ is therefore not allowed access.*|\w+:\/\/\S+|Status code: .*/g, '')
        .match(/[\w:-]+/g) ?? [],
    ),
  ];
}

/** A paragraph of a section, under a label if it has one. */
export interface Paragraph {
  readonly label?: string;
  /** `plain` as messages are written: lines that begin with two spaces are code. */
  readonly kind: 'plain' | 'markdown' | 'js' | 'json' | 'nginx';
  readonly text: string;
}

/** A section of the reference. */
export function paragraphsOf(reference: CodeReference): readonly Paragraph[] {
  const { message, printed, cause, v2, v4, before, nginx, packageJson, remedy, fix, after } = reference;
  const paragraphs: readonly (Omit<Paragraph, 'text'> & { readonly text: string | undefined })[] = [
    // Many messages say nothing but the cause.
    { kind: 'plain', ...(cause === undefined ? { label: 'Cause' } : {}), text: message },
    {
      kind: 'markdown',
      label: 'Printed as',
      text: printed?.map((one) => `\`${one}\``).join(', '),
    },
    { kind: 'markdown', label: 'Cause', text: cause },
    { kind: 'markdown', label: 'Socket.IO v2', text: v2 },
    { kind: 'markdown', label: 'Socket.IO v4', text: v4 },
    { kind: 'js', label: 'Before', text: before },
    { kind: 'nginx', label: 'For example, in nginx', text: nginx },
    { kind: 'json', label: 'For example, in package.json', text: packageJson },
    { kind: 'plain', label: 'Fix', text: remedy },
    { kind: 'markdown', text: fix },
    // A remedy that creates a server has the same code.
    { kind: 'js', label: 'After', text: remedy.includes('new Server(httpServer, {') ? undefined : after },
  ];
  return paragraphs.flatMap((paragraph) =>
    paragraph.text === undefined ? [] : [{ ...paragraph, text: paragraph.text }],
  );
}

/** @example howBad({ severity: 'warning', effect: 'opens' }) // 'warning, opens' */
export const howBad = ({ severity, effect }: Pick<CodeReference, 'severity' | 'effect'>): string =>
  effect === 'none' ? severity : `${severity}, ${effect}`;

function referenceText(reference: CodeReference): string {
  const paragraphs = paragraphsOf(reference).map(({ label, kind, text }) => {
    if (kind !== 'plain' && kind !== 'markdown') return `${label}:\n\n${text.replace(/^(?=.)/gm, '    ')}`;
    const words = kind === 'plain' ? forCommand(text) : text;
    const lines = `${label === undefined ? '' : `${label}: `}${words}`.split('\n');
    return lines.flatMap(wrappedLine).join('\n');
  });
  return `${[`${reference.code} (${howBad(reference)})`, ...paragraphs].join('\n\n')}\n`;
}

/** Code stays as it is; items of a list are indented. */
const wrappedLine = (line: string): readonly string[] =>
  line.startsWith('  ') ? [line] : wrapped(line, line.startsWith('- ') ? '  ' : '');

/**
 * Says that there is no such code, and which one may be meant.
 *
 * @param codes those that may be meant
 */
export function unknownCode(text: string, codes: Iterable<string> = REFERENCE.keys()): string {
  const pairsIn = (code: string) => [...code].map((_, at) => code.slice(at, at + 2).toUpperCase());
  const wanted = pairsIn(text.replace(/[\s-]+/g, '_'));
  const [nearest] = [...codes]
    .map((code) => ({ code, likeness: likenessOf(pairsIn(code), wanted) }))
    .sort((one, other) => other.likeness - one.likeness);
  return explainProblems.unknownCode(text, nearest && nearest.likeness > 0.6 ? nearest.code : undefined);
}

/** How much two lists have in common: 1 if they hold the same. */
const likenessOf = (one: readonly string[], other: readonly string[]): number =>
  one.filter((item) => other.includes(item)).length / Math.max(one.length, other.length);
