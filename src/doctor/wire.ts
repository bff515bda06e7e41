import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { WebSocket } from 'ws';
import { isEngineIo } from './engine-io.js';
import type { Answer, Failure, HeaderList } from './observation.js';

/** How requests are sent. */
export interface Wire {
  /** Milliseconds until an answer has to be complete. */
  readonly timeout: number;
  /** Certificates to trust in addition to the usual ones. */
  readonly ca: string | undefined;
  /** Whether any certificate is accepted. Default false. */
  readonly trustsAnyone?: boolean;
}

/** One HTTP request. */
export interface Exchange {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Stops waiting for an answer. */
  readonly signal: AbortSignal | undefined;
}

/** The beginning of a body is enough to tell who answers. */
const MAX_BODY = 16 * 1024;

/**
 * An app may send a lot after the session packet, and all of it has to be read, because a browser reads nothing of an
 * incomplete answer.
 */
const MAX_SESSION = 16 * 1024 * 1024;

/** Options of `http.request` to accept what browsers accept: headers up to Chromium's limit, and odd bytes in them. */
const LENIENT = { maxHeaderSize: 256 * 1024, insecureHTTPParser: true } as const;

/**
 * Sends one request and reads the answer. It follows no redirect, retries nothing and uses a connection of its own.
 * Never rejects: a failure is an observation too.
 *
 * Not `fetch`, which sets `Origin` itself and joins repeated headers.
 */
export function exchange(asked: Exchange, wire: Wire): Promise<Answer | Failure> {
  return new Promise((resolve) => {
    let late = false;
    let answer: IncomingMessage | undefined;
    const request = open(asked, wire);
    const isConnected = watchConnection(request);
    // Node would silently leave out headers after the first thousand.
    request.maxHeadersCount = 0;
    /** The part of an answer that came so far is an incomplete answer. */
    const giveUp = (why: string) => {
      late = true;
      (answer ?? request).destroy(new Error(why));
    };
    const deadline = setTimeout(() => giveUp(`no answer within ${wire.timeout} ms`), wire.timeout);
    const stop = () => giveUp('no answer until another path gave one');
    const finish = (outcome: Answer | Failure) => {
      clearTimeout(deadline);
      asked.signal?.removeEventListener('abort', stop);
      resolve(outcome);
      request.destroy();
    };
    request.on('error', (error: NodeJS.ErrnoException) => {
      // Once the head of an answer is there, the reader of its body decides.
      if (answer === undefined) finish(failureOf(error, isConnected(), late));
    });
    request.on('response', (response) => {
      answer = response;
      readAnswer(response).then(finish);
    });
    // The request did not ask for another protocol.
    request.on('upgrade', (response: IncomingMessage, socket) => {
      // The socket is no longer the request's, so destroying the request would leave it open.
      socket.on('error', () => {}).destroy();
      finish(answerOf(response, '', true));
    });
    asked.signal?.addEventListener('abort', stop);
    if (asked.signal?.aborted) stop();
    else request.end(asked.body);
  });
}

function open({ url, method, headers, body }: Exchange, { ca, trustsAnyone }: Wire): ClientRequest {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return send(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    agent: false,
    ...LENIENT,
    ...(ca === undefined ? {} : { ca }),
    ...(trustsAnyone ? { rejectUnauthorized: false } : {}),
  });
}

/** Tells, once the request is over, whether a server accepted the connection. */
function watchConnection(request: ClientRequest): () => boolean {
  let connected = false;
  request.on('socket', (socket) => {
    socket.once('connect', () => {
      connected = true;
    });
  });
  return () => connected;
}

function failureOf(error: NodeJS.ErrnoException, connected: boolean, late: boolean): Failure {
  const { message, code = 'UNKNOWN' } = error;
  // A reset comes from a server, even if it arrives before the connection is reported.
  const isThere = connected || code === 'ECONNRESET';
  return { kind: 'failure', code: late ? 'TIMEOUT' : code, message, connected: isThere };
}

/** Reads the body, or the beginning of a long one. */
function readAnswer(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve) => {
    let body = '';
    let length = 0;
    let isSession: boolean | undefined;
    const finish = (complete: boolean) => resolve(answerOf(response, body.slice(0, MAX_BODY), complete));
    response.setEncoding('latin1');
    response.on('data', (text: string) => {
      length += text.length;
      if (body.length < MAX_BODY) body += text;
      if (body.length < MAX_BODY) return;
      isSession ??= isEngineIo(body.slice(0, MAX_BODY));
      if (length > MAX_SESSION || !isSession) finish(true);
    });
    response.on('end', () => finish(response.complete));
    response.on('error', () => finish(false));
    response.on('close', () => finish(false));
  });
}

/** Header names as they were sent. Repeated ones are kept separate. */
function answerOf({ statusCode = 0, rawHeaders }: IncomingMessage, body: string, complete: boolean): Answer {
  const headers: HeaderList = Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[index * 2] as string,
    rawHeaders[index * 2 + 1] as string,
  ]);
  return { kind: 'answer', status: statusCode, headers, body, complete };
}

/** After the first message, wait this long for the end: a server that refuses closes at once. */
const LINGER = 50;

/** How long the server may take to answer a close frame. */
const GOODBYE = 500;

/** The open packet has about 120 bytes. An app may send more after it. */
const LIMITS = { maxPayload: 1024 * 1024, maxFragments: 1024, perMessageDeflate: false } as const;

/**
 * Opens a WebSocket, reads its first text message and closes it, as a browser would. Never rejects.
 *
 * @param waits whether to wait for a message: the server sends the first one, except on an upgrade of a session
 * @returns the answer to the handshake: with `socket` if a WebSocket opened
 */
export function openWebSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { timeout, ca }: Wire,
  waits = true,
): Promise<Answer | Failure> {
  return new Promise((resolve) => {
    let isConnected = () => false;
    let late = false;
    let opened = false;
    let handshake: IncomingMessage | undefined;
    let refusal: IncomingMessage | undefined;
    let linger: NodeJS.Timeout | undefined;
    const messages: string[] = [];

    const socket = new WebSocket(new URL(url), {
      ...LIMITS,
      ...LENIENT,
      headers,
      agent: false,
      ...(ca === undefined ? {} : { ca }),
      finishRequest: (request) => {
        request.maxHeadersCount = 0;
        isConnected = watchConnection(request);
        request.end();
      },
    });
    const deadline = setTimeout(() => {
      late = true;
      if (refusal !== undefined) refusal.destroy();
      else if (socket.readyState === WebSocket.OPEN) finish(false);
      else socket.terminate();
    }, timeout);
    /** @param closed whether the server ended the connection */
    const finish = (closed: boolean) => {
      clearTimeout(deadline);
      clearTimeout(linger);
      if (handshake !== undefined) {
        resolve({ ...answerOf(handshake, '', true), socket: { messages: [...messages], closed } });
      }
      sayGoodbye(socket);
    };

    socket.on('upgrade', (response) => {
      handshake = response;
    });
    socket.on('open', () => {
      opened = true;
      if (!waits) finish(false);
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      messages.push(String(data));
      linger ??= setTimeout(() => finish(false), LINGER);
    });
    socket.on('unexpected-response', (request, response) => {
      refusal = response;
      readAnswer(response).then((answer) => {
        clearTimeout(deadline);
        resolve(answer);
        request.destroy();
        socket.terminate();
      });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (refusal !== undefined) return;
      // A long message after the first one is not a fault.
      if (messages.length > 0 && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return finish(false);
      // The server may never answer the close frame.
      if (opened) return finish(true);
      clearTimeout(deadline);
      // A handshake that no browser accepts is an answer all the same.
      resolve(
        handshake === undefined ? failureOf(error, isConnected(), late) : answerOf(handshake, '', true),
      );
    });
    socket.on('close', () => finish(true));
  });
}

/** Closes as a browser does, so that the server ends the session at once. */
function sayGoodbye(socket: WebSocket): void {
  if (socket.readyState === WebSocket.CLOSED) return;
  const impatience = setTimeout(() => socket.terminate(), GOODBYE);
  socket.once('close', () => clearTimeout(impatience));
  socket.close();
}
