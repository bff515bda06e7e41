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
  /** The answer, once the response has been ended. */
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
  // Otherwise, from Node 24 on, each call asks the request's server how strict to be, as if the handler read the request.
  Object.assign(response, { httpValidation: 'strict' });
  let head = '';
  const sink = sinkFor(request, (chunk) => {
    // A handler may send something without headers before its answer, such as 100 (Continue).
    if (head === '' && !chunk.startsWith('HTTP/1.1 1')) head = chunk;
  });
  response.assignSocket(sink);
  // Node emits an error if a handler writes after the end. Without a listener, that ends the process.
  response.on('error', () => undefined);
  let onEnd: (() => void) | undefined;
  // Node's events come later, and a handler may throw before that.
  for (const name of ['end', 'destroy'] as const) {
    const method = response[name];
    response[name] = (...args: unknown[]) => {
      Reflect.apply(method, response, args);
      onEnd?.();
      return response;
    };
  }
  return {
    response,
    // After a destroy, Node writes nothing.
    answer: () => (response.writableEnded && head !== '' ? answerOf(head) : undefined),
    whenEnded(callback) {
      if (response.writableEnded) callback();
      else onEnd = callback;
    },
  };
}

/**
 * A socket that accepts everything and sends nothing, so that a handler may wait for its writes. Its remote address is
 * the real socket's.
 */
function sinkFor(request: IncomingMessage, onWrite: (chunk: string) => void): Socket {
  const { Writable } = createRequire(import.meta.url)('node:stream') as typeof import('node:stream');
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      onWrite(chunk.toString('latin1'));
      done();
    },
  });
  for (const name of ['remoteAddress', 'remoteFamily', 'remotePort', 'encrypted', 'server'] as const) {
    Object.defineProperty(sink, name, {
      get: () => (request.socket as Partial<TLSSocket> | null)?.[name as 'encrypted'],
    });
  }
  return sink as Socket;
}

/** Reads the status line and the headers, as Node wrote them. */
function answerOf(head: string): PreflightAnswer {
  const [block = ''] = head.split('\r\n\r\n', 1);
  const [statusLine = '', ...lines] = block.split('\r\n');
  return preflightAnswer(Number(statusLine.split(' ')[1]), (name) => {
    const values = lines.filter((line) => line.toLowerCase().startsWith(`${name}:`));
    return values.length === 0 ? undefined : values.map((line) => line.slice(name.length + 1)).join(',');
  });
}

/**
 * The parts of a preflight's response that a browser reads.
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

/**
 * Node's HTTP module, loaded when it is first needed, because it would take a quarter of the time of importing this
 * package.
 */
export function nodeHttp(): typeof import('node:http') {
  return createRequire(import.meta.url)('node:http');
}
