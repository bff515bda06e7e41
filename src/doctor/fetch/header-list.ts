import { answerTo, type HeaderList, type Seen } from '../observation.js';

/**
 * "Get" of a header list: all values of that name, joined by a comma and a space.
 * A repeated `Access-Control-Allow-Origin` therefore equals no origin.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function getHeader(headers: HeaderList, name: string): string | null {
  const values = headers
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

/** A header of the answer, if there are both. */
export const headerOf = (one: Seen, name: string): string | null =>
  getHeader(answerTo(one)?.headers ?? [], name);

export const allowOriginOf = (one: Seen): string | null => headerOf(one, 'access-control-allow-origin');

/** Whether `Vary` names `Origin`. The `cors` package sets that, except with `origin: '*'`. */
export const variesByOrigin = (one: Seen): boolean =>
  /(?:^|,)\s*origin\s*(?:,|$)/i.test(headerOf(one, 'vary') ?? '');

/** A value that is not a list of tokens; `token` is the first element that is none. */
export interface InvalidToken {
  readonly token: string;
}

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

export const isToken = (text: string): boolean => TOKEN.test(text);

/**
 * "Extract header list values" for headers that are lists of tokens: `Access-Control-Allow-Methods` and `-Headers`.
 * An empty element is skipped (RFC 9110, 5.6.1.2).
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractTokens(headers: HeaderList, name: string): readonly string[] | InvalidToken {
  const tokens = (getHeader(headers, name) ?? '')
    .split(',')
    .map(trimHttpWhitespace)
    .filter((token) => token !== '');
  const invalid = tokens.find((token) => !isToken(token));
  return invalid === undefined ? tokens : { token: invalid };
}

const trimHttpWhitespace = (text: string): string => text.replace(/^[\t ]+|[\t ]+$/g, '');
