import type { IncomingMessage } from 'node:http';

/**
 * Listens for errors of a request's socket while an app's function is asked, where nobody else does: during an
 * upgrade. A client that resets the connection meanwhile would end the process, as it does on v2 and on v4 by itself.
 *
 * @returns what to call once the function has answered
 */
export function guardSocket(request: IncomingMessage): () => void {
  // Whoever tries out the options without a server gives a request without a socket.
  const { socket } = request as { socket?: Partial<IncomingMessage['socket']> };
  // Of a socket that HTTP listens to, a client could ask for a listener with each request that it sends ahead.
  if (socket?.listenerCount?.('error') !== 0) return () => undefined;
  socket.on?.('error', ignore);
  return () => socket.removeListener?.('error', ignore);
}

function ignore(): void {}
