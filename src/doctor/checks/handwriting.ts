import { isEngineIo, readEngineError } from '../engine-io.js';
import { getHeader } from '../fetch/header-list.js';
import type { Answer } from '../observation.js';

/** Engine.IO's `ok` answers a POST. */
export const isEngineAnswer = ({ body }: Answer): boolean => isEngineIo(body) || body === 'ok';

export const isRefusal = ({ body }: Answer): boolean => readEngineError(body)?.code === 4;

export const allowOriginOf = ({ headers }: Answer): string | null =>
  getHeader(headers, 'access-control-allow-origin');

export const hasCredentials = ({ headers }: Answer): boolean =>
  getHeader(headers, 'access-control-allow-credentials') !== null;

/** The position of a header. `Vary` may be sent twice; the one with Origin counts. */
export function indexOf({ headers }: Answer, name: string): number {
  const isIt = ([other, value]: readonly [string, string]) =>
    other.toLowerCase() === name && (name !== 'vary' || /origin/i.test(value));
  return headers.findIndex(isIt);
}

export const isRightBehind = (answer: Answer, name: string): boolean => {
  const at = indexOf(answer, 'access-control-allow-origin');
  return at > 0 && answer.headers[at - 1]?.[0].toLowerCase() === name;
};
