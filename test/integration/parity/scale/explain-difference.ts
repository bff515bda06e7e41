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
 * The warning that tells of a difference: it has its effect, and its subject or the setting that it is about explains
 * this very request.
 *
 * @returns undefined where the difference is silent
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

/** What each warning can explain. Those that are not here, as that about v2 clients, explain nothing. */
const EXPLAINS: Readonly<Record<string, Explains>> = {
  MISSING_ORIGIN_NOW_ADMITTED: ({ request }, { missingOrigin }) =>
    missingOrigin === 'allow' && !request.origin && !request.referer,
  ORIGIN_NOW_ADMITTED: ({ request }, _configuration, { subject = '' }) =>
    entriesIn(subject).some((entry) => isSameOrigin(entry, request)),
  REFUSAL_IS_READABLE: ({ about }) => about === 'read',
  // Whatever entry is a plain origin: it cannot be named, for it is not known yet.
  ORIGINS_READ_AT_RUN_TIME: ({ request }, configuration) =>
    configuration.semantics === 'documented' &&
    listedIn(configuration).some((entry) => isSameOrigin(entry, request)),
  SUBSTRING_MATCH_CLOSED: (difference, configuration) =>
    isSubstringClosed(difference, configuration, listedIn(configuration)),
  // Code that reads the string at run time takes no path off an entry, as it says.
  RUN_TIME_STRING_IS_SPLIT: (difference, configuration) =>
    isSubstringClosed(
      difference,
      configuration,
      listedIn(configuration).filter((entry) => !hasPath(entry)),
    ),
  ORIGIN_NOT_PARSEABLE: ({ request }, _configuration, { subject = '' }) =>
    entriesIn(subject).some((entry) => keysOf(request).some((key) => entry.includes(key))),
  ORIGINS_NOW_REFUSE_EVERYONE: ({ request }, configuration) => {
    const value = originsInForce(configuration)?.value;
    return typeof value === 'string' && keysOf(request).some((key) => value.includes(key));
  },
  ORIGINS_FUNCTION_ERROR_NOW_REFUSES: ({ request }, configuration) => saysBoth(request, configuration),
  PREFLIGHT_FALSE_HAS_NO_EQUIVALENT: ({ about }, { handler }) => about === 'send' && handler?.value === false,
};

/** A string was searched, and what it was found by is no entry that the string lists. */
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

/** Undefined for what is no URL at all, which v2 refused. */
function partsAskedAbout(request: Request): UrlWithStringQuery | undefined {
  try {
    return parse(valueAskedAbout(request));
  } catch {
    return undefined;
  }
}

/** What v2 checked, but on 2.4.0. */
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
  // What has no host is no origin that the docs speak of: `file://`.
  if (named === undefined || named.endsWith('//')) return false;
  if (named === browserOrigin(valueAskedAbout(request))) return true;
  // What only programs send may spell an origin otherwise: it is the one that v2 would have taken it for.
  const parts = partsAskedAbout(request);
  if (parts === undefined) return false;
  const { protocol, hostname, port } = parts;
  const host = hostname?.includes(':') ? `[${hostname}]` : hostname;
  return named === browserOrigin(`${protocol}//${host}${port ? `:${port}` : ''}`);
}

/** The entries that a subject quotes, as `origins[0]: "https://example.com"`. */
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
