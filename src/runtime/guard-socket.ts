import type { IncomingMessage } from 'node:http';

/**
 * Listens for errors of a request's socket while an app's function is asked, if nothing else listens: that is so during
 * an upgrade. A client that resets the connection meanwhile would end the process, as it does on v2 and on v4.
 *
 * @returns a function to call when the app's function has answered
 */
export function guardSocket(request: IncomingMessage): () => void {
  // A program that calls allowRequest itself, without a server, may pass a request without a socket.
  const { socket } = request as { socket?: Partial<IncomingMessage['socket']> };
  // HTTP listens to the sockets of all other requests. If they were guarded too, each pipelined request would add a
  // listener.
  if (socket?.listenerCount?.('error') !== 0) return () => undefined;
  socket.on?.('error', ignore);
  return () => socket.removeListener?.('error', ignore);
}

function ignore(): void {}
