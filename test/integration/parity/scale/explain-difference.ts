import { parse, type UrlWithStringQuery } from 'node:url';
import type { Warning } from '../../../../src/index.js';
import { browserOrigin, type Request } from '../requests.js';
import { type GeneratedConfiguration, originsInForce } from './generated-configuration.js';

/** A difference between v2 and its successor. */
export interface Difference {
  readonly about: 'enter' | 'read' | 'send';
  readonly effect: 'opens' | 'closes';
  readonly request: Request;
}

/**
 * The warning for a difference: it has the same effect, and its subject, or the setting that it is about, explains this
 * request.
 *
 * @returns undefined if there is no such warning
 */
export function explainDifference(
  difference: Difference,
  configuration: GeneratedConfiguration,
  warnings: readonly Warning[],
): Warning | undefined {
  return warnings.find(
    (warning) =>
      warning.effect === difference.effect && EXPLAINS[warning.code]?.(difference, configuration, warning),
  );
}

type Explains = (difference: Difference, configuration: GeneratedConfiguration, warning: Warning) => boolean;

/** What each warning can explain. Other warnings, such as that about v2 clients, explain nothing. */
const EXPLAINS: Readonly<Record<string, Explains>> = {
  MISSING_ORIGIN_NOW_ADMITTED: ({ request }, { missingOrigin }) =>
    missingOrigin === 'allow' && !request.origin && !request.referer,
  ORIGIN_NOW_ADMITTED: ({ request }, _configuration, { subject = '' }) =>
    entriesIn(subject).some((entry) => isSameOrigin(entry, request)),
  REFUSAL_IS_READABLE: ({ about }) => about === 'read',
  // Any entry that is a plain origin. The warning cannot name it, because the value is only known at run time.
  ORIGINS_READ_AT_RUN_TIME: ({ request }, configuration) =>
    configuration.semantics === 'documented' &&
    listedIn(configuration).some((entry) => isSameOrigin(entry, request)),
  SUBSTRING_MATCH_CLOSED: (difference, configuration) =>
    isSubstringClosed(difference, configuration, listedIn(configuration)),
  // Code that reads the string at run time does not remove the path of an entry. The warning says so.
  RUN_TIME_STRING_IS_SPLIT: (difference, configuration) =>
    isSubstringClosed(
      difference,
      configuration,
      listedIn(configuration).filter((entry) => !hasPath(entry)),
    ),
  ORIGIN_NOT_PARSEABLE: ({ request }, _configuration, { subject = '' }) =>
    entriesIn(subject).some((entry) => keysOf(request).some((key) => entry.includes(key))),
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: ({ request }, configuration) => saysBoth(request, configuration),
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: ({ about }, { handler }) => about === 'send' && handler?.value === false,
};

/** v2 found the origin in the string, although no entry lists it. */
function isSubstringClosed(
  { request }: Difference,
  configuration: GeneratedConfiguration,
  entries: readonly string[],
): boolean {
  const value = originsInForce(configuration)?.value;
  if (typeof value !== 'string') return false;
  if (value.includes('*:*') && !entries.some((entry) => /^(?:[^/]*\/\/)?\*:\*/.test(entry))) return true;
  const keys = keysOf(request);
  const isFound = keys.some((key) => value.includes(key));
  const isListed = entries.some(
    (entry) =>
      isSameOrigin(entry, request) ||
      keys.some((key) => entry === key || (key.endsWith(':*') && entry.replace(/^[^/]*\/\//, '') === key)),
  );
  return isFound && !isListed;
}

/** The keys that v2 searched for. */
function keysOf(request: Request): string[] {
  const parts = partsAskedAbout(request);
  if (parts === undefined) return [];
  const { protocol, hostname, port: written } = parts;
  const port = written ?? (protocol === 'https:' ? '443' : '80');
  return [`${hostname}:${port}`, `${hostname}:*`, `*:${port}`];
}

/** Undefined for a text that is not a URL, which v2 refused. */
function partsAskedAbout(request: Request): UrlWithStringQuery | undefined {
  try {
    return parse(valueAskedAbout(request));
  } catch {
    return undefined;
  }
}

/** The value that v2 checked, except on 2.4.0. */
function valueAskedAbout({ origin, referer }: Request): string {
  const value = origin || referer;
  return value === undefined || value === 'null' ? '*' : value;
}

function listedIn(configuration: GeneratedConfiguration): string[] {
  const value = originsInForce(configuration)?.value;
  if (typeof value === 'string') return value.split(/[\s,|;"'`]+/).filter((entry) => entry !== '');
  return Array.isArray(value) ? (value as string[]) : [];
}

function hasPath(entry: string): boolean {
  return /^[^/]+\/./.test(entry.replace(/^[^/]*\/\//, ''));
}

function isSameOrigin(entry: string, request: Request): boolean {
  const named = browserOrigin(entry);
  // The docs do not mention origins without a host, such as `file://`.
  if (named === undefined || named.endsWith('//')) return false;
  if (named === browserOrigin(valueAskedAbout(request))) return true;
  // Programs may spell an origin differently from browsers. This is the origin that v2 read it as.
  const parts = partsAskedAbout(request);
  if (parts === undefined) return false;
  const { protocol, hostname, port } = parts;
  const host = hostname?.includes(':') ? `[${hostname}]` : hostname;
  return named === browserOrigin(`${protocol}//${host}${port ? `:${port}` : ''}`);
}

/** The entries that a subject quotes, for example `origins[0]: "https://example.com"`. */
function entriesIn(subject: string): string[] {
  return [...subject.matchAll(/: ("(?:[^"\\]|\\.)*")/g)].map(
    ([, text]) => JSON.parse(text as string) as string,
  );
}

/** Whether the app's function calls back an error and success for a request. */
function saysBoth(request: Request, configuration: GeneratedConfiguration): boolean {
  const check = originsInForce(configuration)?.value;
  if (typeof check !== 'function') return false;
  let both = false;
  check(
    configuration.from === '2.4.0' ? request.origin : valueAskedAbout(request),
    (error: unknown, ok: unknown) => {
      both = Boolean(error) && Boolean(ok);
    },
  );
  return both;
}
