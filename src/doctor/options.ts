import { unescape as decode } from 'node:querystring';
import { settingsProblems } from '../messages/settings-problems.js';
import { isForbiddenHeader, isToken } from './fetch.js';
import type { HeaderList, Page } from './observation.js';
import { parseUrl, readOrigin } from './origin.js';

/** The options of `probe()`. */
export interface ProbeOptions {
  /** Origins of the pages that should connect. Default: the page that the server itself would serve. */
  readonly origins?: readonly string[];
  /** Headers that the client adds: `my-custom-header` or `my-custom-header: abcd`. */
  readonly headers?: readonly string[];
  /** Whether the client sends credentials, as v2 clients do by default. Default true. */
  readonly credentials?: boolean;
  /** The `path` option of the server. Default: `/socket.io`, or the URL's path if it ends in `/socket.io`. */
  readonly path?: string;
  /** Milliseconds that one request may take. Default 5000. */
  readonly timeout?: number;
  /** How many requests may be under way at a time. Default 4. */
  readonly concurrency?: number;
  /** Certificates to trust in addition to the usual ones, in PEM. */
  readonly ca?: string;
}

/** The options, checked and ready to use. */
export interface ProbePlan {
  /** With the path of Socket.IO, and the app's own part of the query. */
  readonly target: URL;
  /** The path of the URL that was given, if it is not the path that is asked: it names a namespace. */
  readonly namespace: string | undefined;
  /** Other paths to try if nothing speaks Engine.IO at the target. */
  readonly otherTargets: readonly URL[];
  readonly pages: readonly [Page, ...Page[]];
  /** From `https://user:password@host`; never printed. */
  readonly authorization: string | undefined;
  readonly timeout: number;
  readonly concurrency: number;
  readonly ca: string | undefined;
}

/** The part of the time-out for which a path that may have no server is waited for. */
export const PATIENCE = 1 / 5;

/** The URL or an option cannot be used; `issues` lists every problem. */
export class ProbeOptionsError extends Error {
  override readonly name = 'ProbeOptionsError';
  constructor(readonly issues: readonly string[]) {
    super(issues.join('\n'));
  }
}

/** @throws {ProbeOptionsError} */
export function planProbe(url: string | URL, asked: ProbeOptions): ProbePlan {
  // Without a prototype, because a program may have added one of these to it.
  const options: ProbeOptions = Object.assign(Object.create(null), asked);
  const issues: string[] = [];
  const given = readUrl(url, issues);
  const { origins, headers, timeout, concurrency } = readOptions(options, issues);
  if (given === undefined || issues.length > 0) throw new ProbeOptionsError(issues);

  const path = targetPath(given.pathname, options.path);
  return {
    target: withPath(given, path),
    namespace: namespaceOf(given, path),
    otherTargets: otherPaths(given.pathname, path).map((other) => withPath(given, other)),
    pages: pagesOf(given, origins, combine(headers), options.credentials ?? true),
    authorization: basicAuthorization(given),
    timeout,
    concurrency,
    ca: options.ca,
  };
}

function readOptions(asked: ProbeOptions, issues: string[]) {
  const { timeout = 5000, concurrency = 4 } = asked;
  const unknown = Object.keys(asked).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) issues.push(`options: ${settingsProblems.unknownOptions(unknown, KNOWN)}.`);
  const check = (name: keyof ProbeOptions, isValid: boolean, expected: string) => {
    if (!isValid) issues.push(`${name}: found ${found(asked[name])}; expected ${expected}.`);
  };
  const ofType = (name: 'credentials' | 'path' | 'ca', type: string, expected: string) =>
    check(name, asked[name] === undefined || typeof asked[name] === type, expected);
  const origins = stringsOf('origins', asked.origins, 'https://example.com', issues).map((text) => {
    const origin = readOrigin(text);
    if (origin === undefined)
      issues.push(
        `"${withoutPassword(text)}" is not an origin: write scheme, host and port, for example https://example.com, or null.`,
      );
    return origin ?? '';
  });
  const headers = stringsOf('headers', asked.headers, 'my-custom-header', issues).map((text) =>
    readHeader(text, issues),
  );
  ofType('credentials', 'boolean', 'true or false');
  ofType('path', 'string', 'a string, for example /socket.io');
  ofType('ca', 'string', 'certificates in PEM');
  check('timeout', timeout > 0 && timeout <= 600_000, '1 to 600000 milliseconds');
  check('concurrency', Number.isInteger(concurrency) && concurrency >= 1, 'a whole number from 1 up');
  return { origins, headers, timeout, concurrency };
}

const KNOWN: readonly string[] = [
  ...['origins', 'headers', 'credentials', 'path', 'timeout', 'concurrency', 'ca'],
];

/** A value for a message. */
function found(value: unknown): string {
  if (typeof value === 'string') return `"${withoutPassword(value)}"`;
  if (Array.isArray(value)) return 'an array with other values';
  if (value === null || /^(?:number|boolean)$/.test(typeof value)) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** JavaScript callers may pass anything, a single string among others. */
function stringsOf(name: string, given: unknown, example: string, issues: string[]): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((one) => typeof one === 'string')) return given;
  issues.push(`${name}: found ${found(given)}; expected an array of strings, for example ["${example}"].`);
  return [];
}

function readUrl(given: string | URL, issues: string[]): URL | undefined {
  const text = String(given);
  // For the URL standard, `localhost:3000` has the scheme `localhost:`, so a URL without `//` is rejected.
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(text)
    ? parseUrl(text.replace(/^ws(s?):/i, 'http$1:'))
    : undefined;
  if (url === undefined) {
    issues.push(
      `"${withoutPassword(text)}" is not a URL: write scheme and host, for example https://api.example.com or http://localhost:3000.`,
    );
  }
  return url;
}

/**
 * The text of a URL that cannot be parsed, without what may be a password. Where the password ends cannot be known (it
 * may hold a slash), so everything up to the last `@` goes.
 */
const withoutPassword = (text: string): string => text.replace(/^([a-z][a-z\d+.-]*:[/\\]*)?.*@/is, '$1…@');

function readHeader(text: string, issues: string[]): [string, string] {
  const colon = text.indexOf(':');
  const name = (colon === -1 ? text : text.slice(0, colon)).trim();
  const value = colon === -1 ? '1' : text.slice(colon + 1).trim();
  if (!isToken(name)) issues.push(`"${name}" is not a header: write its name, or name: value.`);
  else if (isForbiddenHeader(name)) issues.push(`"${name}" cannot be set by a page, so no client sends it.`);
  else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    issues.push(`The value of "${name}" cannot be sent in a header.`);
  return [name, value];
}

/** One line for each name, like `Headers#append`. */
function combine(headers: HeaderList): HeaderList {
  const byName = new Map<string, [string, string]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const earlier = byName.get(key);
    byName.set(key, earlier === undefined ? [name, value] : [earlier[0], `${earlier[1]}, ${value}`]);
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
  // The server's own scheme, so that no browser would call it mixed content.
  const strangers = [page(`${url.protocol}//foreign.example`, 'foreign'), page('null', 'null')];
  const added = strangers.filter((stranger) => !meant.some(({ origin }) => origin === stranger.origin));
  return [...meant, ...added] as [Page, ...Page[]];
}

/**
 * The HTTP path to ask. The path of a URL given to `io()` names a namespace, so it only counts if it looks like
 * Socket.IO's path; the `path` option always counts.
 */
function targetPath(urlPath: string, path: string | undefined): string {
  if (path !== undefined) return withSlashes(path);
  return /\/(?:socket|engine)\.io\/?$/.test(urlPath) ? withSlashes(urlPath) : '/socket.io/';
}

/** Not printed if it may hold part of a password: `http://user:12/secret@host` is a URL of the host `user`. */
const namespaceOf = ({ pathname }: URL, path: string): string | undefined =>
  pathname === '/' || withSlashes(pathname) === path || /@|%40/.test(pathname) ? undefined : pathname;

/**
 * Other places to look for an Engine.IO server: at the URL's path, below it, and at the two defaults. A server at the URL's path
 * also answers below it, because Engine.IO only compares the beginning.
 */
function otherPaths(urlPath: string, path: string): readonly string[] {
  const base = urlPath.replace(/\/+$/, '');
  const paths = [withSlashes(base), `${base}/socket.io/`, '/socket.io/', '/engine.io/'];
  return [...new Set(paths)].filter((other) => other !== path && other !== '/');
}

/** Engine.IO compares the beginning of the URL with its path and a slash. */
const withSlashes = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}/`.replace(/^\/\/$/, '/');

/** By assignment, not by resolving: `//elsewhere` and `/\\elsewhere` would lead to another host. */
export function withPath(url: URL, path: string): URL {
  const target = new URL(url);
  Object.assign(target, { username: '', password: '', hash: '', search: '', pathname: path });
  for (const [name, value] of url.searchParams) {
    if (!ENGINE_PARAMETERS.has(name)) target.searchParams.append(name, value);
  }
  return target;
}

/** A URL that is copied from a browser's console contains them. */
const ENGINE_PARAMETERS = new Set(['EIO', 'transport', 't', 'sid', 'b64', 'j']);

/** `querystring` decodes because, unlike `decodeURIComponent`, it accepts a lone `%`. */
function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
