import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { answerOf, failureOf, LENIENT, readAnswer, type Wire, watchConnection } from './http.js';
import type { Answer, Failure } from './observation.js';

/** After the first message, wait this long for the end: a server that refuses closes at once. */
const LINGER = 50;

/** How long the server may take to answer a close frame. */
const GOODBYE = 500;

/** The open packet has about 120 bytes; an app may send more behind it. */
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
      // A long message behind the first one is no fault.
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
