import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { SocketBeginning } from './observation.js';
import type { Exchange } from './probe-http.js';
import { CLOSE_FRAME, readFrames } from './websocket-frame.js';

/** After the first message so long is waited for a second one, or for the end: servers send them at once. */
const LINGER = 50;

/** So much is kept at most: the first message has to be whole by then, and what comes behind it does not matter. */
const MOST_BYTES = 128 * 1024;

/**
 * The parts of an `Exchange` that make it a WebSocket handshake (RFC 6455, 4.1) read up to the first message.
 *
 * By hand rather than with `ws`: what is asked for is one handshake and the first frame, and what is looked at are
 * the answers that a well-behaved library hides or turns into errors.
 */
export function websocketHandshake(
  timeout: number,
): Pick<Exchange, 'onUpgrade'> & { headers: Record<string, string> } {
  const key = randomBytes(16).toString('base64');
  return {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
    },
    onUpgrade: async (response, socket, head) =>
      isAcceptable(response, key) ? readBeginning(socket, head, timeout) : undefined,
  };
}

/** 4.1, steps 2 to 6 of validating the response: anything else makes a browser fail the connection. */
function isAcceptable({ headers }: IncomingMessage, key: string): boolean {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return (
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-accept'] === accept &&
    headers['sec-websocket-protocol'] === undefined &&
    // Browsers offer to compress. It is not offered here, so that the first frame can be read as it is.
    /^(?:permessage-deflate\b.*)?$/i.test(headers['sec-websocket-extensions'] ?? '')
  );
}

async function readBeginning(socket: Socket, head: Buffer, timeout: number): Promise<SocketBeginning> {
  const beginning = await firstMessages(socket, head, timeout);
  await sayGoodbye(socket);
  return beginning;
}

function firstMessages(socket: Socket, head: Buffer, timeout: number): Promise<SocketBeginning> {
  return new Promise((resolve) => {
    let bytes = head;
    let linger: NodeJS.Timeout | undefined;
    const finish = (closed: boolean) => {
      clearTimeout(deadline);
      clearTimeout(linger);
      socket.removeAllListeners('data').removeListener('close', onClose);
      resolve({ messages: readFrames(bytes).messages, closed });
    };
    const onClose = () => finish(true);
    const deadline = setTimeout(() => finish(false), timeout);
    const look = () => {
      const { messages, ended, isTooLong } = readFrames(bytes);
      if (ended) finish(true);
      else if (messages.length > 0) linger ??= setTimeout(() => finish(false), LINGER);
      else if (isTooLong || bytes.length > MOST_BYTES) finish(false);
    };
    socket.on('data', (chunk: Buffer) => {
      if (bytes.length <= MOST_BYTES) bytes = Buffer.concat([bytes, chunk]);
      look();
    });
    socket.once('close', onClose);
    look();
  });
}

/** Closes as a browser does, so that the server ends the session at once; waits half a second for its answer. */
function sayGoodbye(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const impatience = setTimeout(() => socket.destroy(), 500);
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    // A server answers the close frame by its own and ends the connection; to end it first would look like a loss.
    socket.resume();
    socket.write(CLOSE_FRAME);
  });
}
