import { unescape as decode } from 'node:querystring';
import { isToken } from './fetch-standard/header-list.js';
import { isForbiddenHeader } from './fetch-standard/safelist.js';
import type { HeaderList, Page } from './observation.js';
import { readOrigin } from './origin.js';
import { parseUrl } from './parse-url.js';
import { otherPaths, targetPath } from './path.js';

/** How to ask. */
export interface ProbeOptions {
  /** Origins of the pages that are meant to get in. Default: the page that the server itself would serve. */
  readonly origins?: readonly string[];
  /** Headers that the client adds, as `my-custom-header` or `my-custom-header: abcd`. */
  readonly headers?: readonly string[];
  /** Whether the client asks with credentials, as clients of v2 do by default. Default true. */
  readonly credentials?: boolean;
  /** The `path` option of the server. Default: `/socket.io`, or what the URL says. */
  readonly path?: string;
  /** Milliseconds that one request may take. Default 5000. */
  readonly timeout?: number;
  /** How many requests are under way at a time. Default 4. */
  readonly concurrency?: number;
  /** Certificates to trust beside the usual ones, in PEM. */
  readonly ca?: string;
}

/** What is asked, ready to be sent. */
export interface ProbePlan {
  /** With the path of Socket.IO, and those parts of the query that are the app's own. */
  readonly target: URL;
  /** Where else it might be, if nobody speaks Engine.IO there. */
  readonly otherTargets: readonly URL[];
  readonly pages: readonly [Page, ...Page[]];
  /** From `https://user:password@host`; never printed. */
  readonly authorization: string | undefined;
  readonly timeout: number;
  readonly concurrency: number;
  readonly ca: string | undefined;
}

/** The URL or an option cannot be used; `issues` says all that is wrong. */
export class ProbeOptionsError extends Error {
  override readonly name = 'ProbeOptionsError';
  constructor(readonly issues: readonly string[]) {
    super(issues.join('\n'));
  }
}

/** All that is wrong with the URLs and the options, which the servers are asked with alike. */
export function probeProblems(urls: readonly string[], options: ProbeOptions): readonly string[] {
  const issues: string[] = [];
  for (const url of urls) readUrl(url, issues);
  readAsked(options, issues);
  return issues;
}

/** @throws {ProbeOptionsError} */
export function planProbe(url: string | URL, options: ProbeOptions): ProbePlan {
  const issues: string[] = [];
  const given = readUrl(url, issues);
  const { origins, headers, timeout, concurrency } = readAsked(options, issues);
  if (given === undefined || issues.length > 0) throw new ProbeOptionsError(issues);

  const path = targetPath(given.pathname, options.path);
  return {
    target: at(given, path),
    otherTargets: otherPaths(given.pathname, path).map((other) => at(given, other)),
    pages: pagesOf(given, origins, combine(headers), options.credentials ?? true),
    authorization: basicAuthorization(given),
    timeout,
    concurrency,
    ca: options.ca,
  };
}

function readAsked({ timeout = 5000, concurrency = 4, ...asked }: ProbeOptions, issues: string[]) {
  const given = textsOf('origins', asked.origins, issues);
  const origins = given.map((text) => readOrigin(text) ?? reject(issues, origin(text)));
  const headers = textsOf('headers', asked.headers, issues).map((text) => readHeader(text, issues));
  if (asked.path !== undefined && typeof asked.path !== 'string') issues.push('path: a text, as /socket.io.');
  if (!(timeout > 0 && timeout <= 600_000)) issues.push('timeout: 1 to 600000 milliseconds.');
  if (!(Number.isInteger(concurrency) && concurrency >= 1))
    issues.push('concurrency: a whole number from 1 up.');
  return { origins, headers, timeout, concurrency };
}

/** Who calls from JavaScript may give anything, one text among others. */
function textsOf(name: string, given: unknown, issues: string[]): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((one) => typeof one === 'string')) return given;
  issues.push(`${name}: a list of texts, as ["https://example.com"] or ["my-custom-header"].`);
  return [];
}

const origin = (text: string) =>
  `"${text}" is no origin: write scheme, host and port, as https://example.com, or null.`;

function reject(issues: string[], issue: string): '' {
  issues.push(issue);
  return '';
}

function readUrl(given: string | URL, issues: string[]): URL | undefined {
  const text = String(given);
  // `localhost:3000` is a URL of the scheme `localhost:` to the URL standard, and never what was meant.
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(text)
    ? parseUrl(text.replace(/^ws(s?):/i, 'http$1:'))
    : undefined;
  if (url === undefined) {
    issues.push(
      `"${text.replace(/\/\/[^/]*@/, '//')}" is no URL: write scheme and host, as https://api.example.com or http://localhost:3000.`,
    );
  }
  return url;
}

function readHeader(text: string, issues: string[]): [string, string] {
  const colon = text.indexOf(':');
  const name = (colon === -1 ? text : text.slice(0, colon)).trim();
  const value = colon === -1 ? '1' : text.slice(colon + 1).trim();
  if (!isToken(name)) issues.push(`"${text}" is no header: write its name, or name: value.`);
  else if (isForbiddenHeader(name)) issues.push(`"${name}" cannot be set by a page, so no client sends it.`);
  else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    issues.push(`The value of "${name}" cannot be sent in a header.`);
  return [name, value];
}

/** As `Headers#append` does: one line a name. */
function combine(headers: HeaderList): HeaderList {
  const byName = new Map<string, [string, string]>();
  for (const [name, value] of headers) {
    const earlier = byName.get(name.toLowerCase());
    byName.set(
      name.toLowerCase(),
      earlier === undefined ? [name, value] : [earlier[0], `${earlier[1]}, ${value}`],
    );
  }
  return [...byName.values()];
}

function pagesOf(
  url: URL,
  asked: readonly string[],
  headers: HeaderList,
  credentials: boolean,
): [Page, ...Page[]] {
  const own = url.origin;
  const page = (origin: string, role: Page['role']): Page => ({ origin, role, credentials, headers });
  const [first = own, ...others] = [...new Set(asked)];
  const meant = [first, ...others].map((origin) => page(origin, origin === own ? 'own' : 'asked'));
  // The scheme of the server, so that no browser would call it mixed content.
  const strangers = [page(`${url.protocol}//foreign.example`, 'foreign'), page('null', 'null')];
  const added = strangers.filter((stranger) => !meant.some(({ origin }) => origin === stranger.origin));
  return [...meant, ...added] as [Page, ...Page[]];
}

/** By assignment, not by resolving: `//elsewhere` and `/\\elsewhere` would lead to another host. */
function at(url: URL, path: string): URL {
  const target = new URL(url);
  Object.assign(target, { username: '', password: '', hash: '', search: '', pathname: path });
  for (const [name, value] of url.searchParams) {
    if (!OWN_PARAMETERS.has(name)) target.searchParams.append(name, value);
  }
  return target;
}

/** Those of Engine.IO, which come along where a URL is copied out of a browser's console. */
const OWN_PARAMETERS = new Set(['EIO', 'transport', 't', 'sid', 'b64', 'j']);

/** Unlike `decodeURIComponent`, what decodes here takes a lone `%` as it is. */
function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
