import * as http from 'node:http';
import type { PreflightAnswer } from './policy.js';
import { preflightAnswer } from './preflight-answer.js';

/** How long a preflight handler may take to end the response, in seconds. */
export const PREFLIGHT_SECONDS = 10;

/** A response that goes nowhere: it takes down what a preflight handler would have answered. */
export interface RecordingResponse {
  /** A real `http.ServerResponse` without a socket, so that whatever works on one works here, or throws alike. */
  readonly response: http.ServerResponse;
  /** What was answered, once the response has been ended. */
  answer(): PreflightAnswer | undefined;
  /** Calls back when the response is ended; at once where it has been. */
  whenEnded(callback: () => void): void;
}

/**
 * Makes a response to run a preflight handler against.
 *
 * @param request what the handler finds as `response.req`
 */
export function recordingResponse(request: http.IncomingMessage): RecordingResponse {
  const response = new http.ServerResponse(new http.IncomingMessage(null as never));
  Object.defineProperty(response, 'req', { value: request });
  let ended = false;
  let onEnd: (() => void) | undefined;
  const writeHead = response.writeHead.bind(response) as (status: number, reason?: string) => typeof response;
  // Node keeps the headers given to writeHead() to itself unless others were set before; so they are set one by one.
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const reason = typeof rest[0] === 'string' ? (rest.shift() as string) : undefined;
    if (!response.headersSent)
      for (const [name, value] of headerPairs(rest[0])) response.setHeader(name, value);
    return reason === undefined ? writeHead(status) : writeHead(status, reason);
  }) as typeof response.writeHead;
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((...args: unknown[]) => {
    const result = end(...args);
    ended = true;
    onEnd?.();
    return result;
  }) as typeof response.end;
  return {
    response,
    answer: () => (ended ? answerOf(response) : undefined),
    whenEnded(callback) {
      if (ended) callback();
      else onEnd = callback;
    },
  };
}

type HeaderPair = readonly [name: string, value: string | number | readonly string[]];

/** The forms that `writeHead()` takes: an object, a flat array, and (in old Nodes) an array of pairs. */
function headerPairs(headers: unknown): HeaderPair[] {
  if (typeof headers !== 'object' || headers === null) return [];
  if (!Array.isArray(headers))
    return Object.entries(headers).filter(([, value]) => value !== undefined) as HeaderPair[];
  if (Array.isArray(headers[0])) return headers as unknown as HeaderPair[];
  return headers.flatMap((name, index) =>
    index % 2 === 0 ? [[name, headers[index + 1]] as HeaderPair] : [],
  );
}

function answerOf(response: http.ServerResponse): PreflightAnswer {
  return preflightAnswer(response.statusCode, (name) => {
    const value = response.getHeader(name);
    return value === undefined ? undefined : Array.isArray(value) ? value.join(', ') : String(value);
  });
}
