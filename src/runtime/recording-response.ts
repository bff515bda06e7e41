import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { PreflightAnswer } from '../origins/policy.js';

/** How long a preflight handler may take to end the response, in seconds. */
export const PREFLIGHT_SECONDS = 10;

/** A response that is not sent: it records what a preflight handler answers. */
export interface RecordingResponse {
  /** A real `http.ServerResponse` without a socket, so that all calls work, or throw, as on any other. */
  readonly response: ServerResponse;
  /** What was answered, once the response has been ended. */
  answer(): PreflightAnswer | undefined;
  /** Calls back when the response is ended or destroyed; at once if it has been ended. */
  whenEnded(callback: () => void): void;
}

/**
 * Makes a response to run a preflight handler against.
 *
 * @param request what the handler finds as `response.req`
 */
export function recordingResponse(request: IncomingMessage): RecordingResponse {
  const { IncomingMessage, ServerResponse } = nodeHttp();
  const response = new ServerResponse(new IncomingMessage(null as never));
  Object.defineProperty(response, 'req', { value: request });
  response.assignSocket(sinkFor(request));
  // Node emits an error if a handler writes after the end. Without a listener, that ends the process.
  response.on('error', () => undefined);
  let ended = false;
  let status = 200;
  let onEnd: (() => void) | undefined;
  const writeHead = response.writeHead.bind(response) as (status: number, reason?: string) => typeof response;
  // getHeader() does not give the headers passed to writeHead() unless others were set before, so each is set by itself.
  response.writeHead = ((code: number, ...rest: unknown[]) => {
    const reason = typeof rest[0] === 'string' ? rest[0] : undefined;
    if (!response.headersSent) setHeaders(response, headerPairs(rest[1] ?? rest[0]));
    const result = reason === undefined ? writeHead(code) : writeHead(code, reason);
    status = response.statusCode;
    return result;
  }) as typeof response.writeHead;
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((...args: unknown[]) => {
    const result = end(...args);
    ended = true;
    onEnd?.();
    return result;
  }) as typeof response.end;
  response.destroy = () => {
    onEnd?.();
    return response;
  };
  return {
    response,
    answer: () => (ended ? answerOf(response, status) : undefined),
    whenEnded(callback) {
      if (ended) callback();
      else onEnd = callback;
    },
  };
}

/**
 * A socket that accepts everything and sends nothing, so that a handler may wait for its writes. Its remote address is
 * the real socket's.
 */
function sinkFor(request: IncomingMessage): Socket {
  const { Writable } = nodeStream();
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  for (const name of ['remoteAddress', 'remoteFamily', 'remotePort', 'encrypted', 'server'] as const) {
    Object.defineProperty(sink, name, {
      get: () => (request.socket as Partial<TLSSocket> | null)?.[name as 'encrypted'],
    });
  }
  return sink as Socket;
}

/** If no header was set before, Node sends one as often as it is given. Otherwise the last one counts. */
function setHeaders(response: ServerResponse, pairs: readonly HeaderPair[]): void {
  const fresh = response.getHeaderNames().length === 0;
  for (const [name, value] of pairs) {
    const before = fresh ? response.getHeader(name) : undefined;
    response.setHeader(name, before === undefined ? value : [before, value].flat().map(String));
  }
}

type HeaderPair = readonly [name: string, value: string | number | readonly string[]];

/** The forms that `writeHead()` takes: an object, a flat array, and (in old Nodes) an array of pairs. */
function headerPairs(headers: unknown): HeaderPair[] {
  if (typeof headers !== 'object' || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers) as HeaderPair[];
  if (Array.isArray(headers[0])) return headers as unknown as HeaderPair[];
  return headers.flatMap((name, index) =>
    index % 2 === 0 ? [[name, headers[index + 1]] as HeaderPair] : [],
  );
}

function answerOf(response: ServerResponse, status: number): PreflightAnswer {
  return preflightAnswer(status, (name) => {
    const value = response.getHeader(name);
    return value === undefined ? undefined : [value].flat().join(', ');
  });
}

/**
 * What a browser reads from a preflight's response.
 *
 * @param header gives the value of a header by its name in lower case, as it is sent
 */
export function preflightAnswer(
  status: number,
  header: (name: string) => string | undefined,
): PreflightAnswer {
  // Fetch trims header values, RFC 9110 before it.
  const trimmed = (name: string) => header(name)?.trim();
  const list = (name: string) => (trimmed(name) ?? '').split(',').map(trim).filter(Boolean);
  const maxAge = trimmed('access-control-max-age');
  return {
    status,
    allowOrigin: trimmed('access-control-allow-origin'),
    // Fetch, CORS check, step 5: exactly `true`.
    allowCredentials: trimmed('access-control-allow-credentials') === 'true',
    allowMethods: list('access-control-allow-methods'),
    allowHeaders: list('access-control-allow-headers'),
    exposeHeaders: list('access-control-expose-headers'),
    maxAge: maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : undefined,
  };
}

function trim(text: string): string {
  return text.trim();
}

/** Node's HTTP module, loaded when it is first needed: it would be a quarter of what importing this package costs. */
export function nodeHttp(): typeof import('node:http') {
  return createRequire(import.meta.url)('node:http');
}

/** Node's streams, loaded when they are first needed. */
function nodeStream(): typeof import('node:stream') {
  return createRequire(import.meta.url)('node:stream');
}
