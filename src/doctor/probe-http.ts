import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { decodeBody } from './decode-body.js';
import { isEngineIo } from './engine-io.js';
import type { Answer, Failure, HeaderList, SocketBeginning } from './observation.js';

/** How requests are sent. */
export interface Wire {
  /** Milliseconds until an answer has to be complete. */
  readonly timeout: number;
  /** Certificates to trust beside the usual ones. */
  readonly ca: string | undefined;
}

/** One HTTP request. */
export interface Exchange {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the waiting for an answer. */
  readonly signal?: AbortSignal;
  /** Reads on where the server switches to WebSocket; gives undefined where a browser would not go along. */
  readonly onUpgrade?: (
    response: IncomingMessage,
    socket: Socket,
    head: Buffer,
  ) => Promise<SocketBeginning | undefined>;
}

/** Of a body as much is kept as tells who answers. */
const MOST_OF_A_BODY = 16 * 1024;

/** An app may send much behind the session; as much is awaited, since a browser reads none of what breaks off. */
const MOST_OF_A_SESSION = 16 * 1024 * 1024;

/** As much as Chromium takes. */
const MOST_OF_THE_HEADERS = 256 * 1024;

/**
 * Sends one request and reads the answer. Redirects are not followed, nothing is retried, and the connection is
 * closed afterwards. Never rejects: what fails is an observation too.
 *
 * `fetch` would not do: it does not let `Origin` be set, and joins repeated headers.
 */
export function exchange(asked: Exchange, wire: Wire): Promise<Answer | Failure> {
  return new Promise((resolve) => {
    let connected = false;
    let late = false;
    let responded = false;
    const request = open(asked, wire);
    // Node would leave out what comes after the first thousand, without a word.
    request.maxHeadersCount = 0;
    let giveUp = (why: string) => {
      late = true;
      request.destroy(new Error(why));
    };
    const deadline = setTimeout(() => giveUp(`no answer within ${wire.timeout} ms`), wire.timeout);
    const stop = () => giveUp('no answer until another path gave one');
    const finish = (outcome: Answer | Failure) => {
      clearTimeout(deadline);
      asked.signal?.removeEventListener('abort', stop);
      resolve(outcome);
      request.destroy();
    };
    request.on('socket', (socket) => {
      socket.once('connect', () => {
        connected = true;
      });
    });
    request.on('error', ({ message, code = 'UNKNOWN' }: NodeJS.ErrnoException) => {
      // What goes wrong behind the head of an answer, bytes past its length among others, is up to who reads its body.
      if (responded) return;
      // Who resets is there, even where the reset comes before the connection is reported.
      const isThere = connected || code === 'ECONNRESET';
      finish({ kind: 'failure', code: late ? 'TIMEOUT' : code, message, connected: isThere });
    });
    request.on('response', (response) => {
      responded = true;
      // What came so far is an answer, though none that is complete.
      giveUp = () => response.destroy();
      readBody(response, (...body) => finish(answerOf(response, ...body)));
    });
    request.on('upgrade', async (response: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(deadline);
      socket.on('error', () => {});
      const beginning = await asked.onUpgrade?.(response, socket, head);
      const answer = answerOf(response, '', true);
      if (beginning === undefined) {
        // It is no longer the request's, whose end would leave it open, and the process alive.
        socket.destroy();
        return finish(answer);
      }
      // The reader is about to close the socket in its own, polite way.
      resolve({ ...answer, socket: beginning });
    });
    asked.signal?.addEventListener('abort', stop);
    if (asked.signal?.aborted) stop();
    else request.end(asked.body);
  });
}

function open({ url, method, headers, body }: Exchange, { ca }: Wire): ClientRequest {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return send(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    agent: false,
    maxHeaderSize: MOST_OF_THE_HEADERS,
    // Browsers put up with odd bytes in headers, and so has who wants to see what they see.
    insecureHTTPParser: true,
    ...(ca === undefined ? {} : { ca }),
  });
}

/** Calls back once: with the body or the beginning of a long one, and whether it came whole as far as it matters. */
function readBody(response: IncomingMessage, done: (body: string, complete: boolean) => void): void {
  let body = '';
  let length = 0;
  let isSession: boolean | undefined;
  let called = false;
  const finish = (complete: boolean) => {
    if (called) return;
    called = true;
    done(body, complete);
  };
  response.setEncoding('latin1');
  response.on('data', (text: string) => {
    length += text.length;
    if (body.length < MOST_OF_A_BODY) body += text;
    if (body.length < MOST_OF_A_BODY) return;
    isSession ??= isEngineIo(answerOf(response, body, false).body);
    if (length > MOST_OF_A_SESSION || !isSession) finish(true);
  });
  response.on('end', () => finish(response.complete));
  response.on('error', () => finish(false));
  response.on('close', () => finish(false));
}

function answerOf({ statusCode = 0, rawHeaders }: IncomingMessage, body: string, complete: boolean): Answer {
  const headers: HeaderList = Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[index * 2] as string,
    rawHeaders[index * 2 + 1] as string,
  ]);
  const beginning = body.slice(0, MOST_OF_A_BODY);
  const decoded = decodeBody(beginning, headers);
  const answer = { kind: 'answer', status: statusCode, headers } as const;
  // What cannot be decoded is no answer to a browser.
  if (decoded === undefined) return { ...answer, body: beginning, complete: false };
  return { ...answer, body: decoded, complete };
}
