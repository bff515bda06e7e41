import type { IncomingMessage } from 'node:http';

/**
 * Calls a user's function that answers through a callback. The first answer counts. A function that throws, or whose
 * promise rejects, has failed, unless it has answered already.
 *
 * @param call calls the function with the callback it is given, and returns what the function returns
 * @param onAnswer gets what the function called back with
 * @param onFailure gets what it threw, or what its promise rejected with
 */
export function callOnce<Answer extends unknown[]>(
  call: (callback: (...answer: Answer) => void) => unknown,
  onAnswer: (...answer: Answer) => void,
  onFailure: (error: unknown) => void,
): void {
  let settled = false;
  const once =
    <Args extends unknown[]>(settle: (...args: Args) => void) =>
    (...args: Args): void => {
      if (settled) return;
      settled = true;
      // An error from here on is not the function's own, so it is thrown where the function cannot catch it.
      try {
        settle(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    };
  const fail = once(onFailure);
  let returned: unknown;
  try {
    returned = call(once(onAnswer));
  } catch (error) {
    fail(error);
    return;
  }
  // Only a native promise, which async functions return. v2 never looked at the result, and calling `then()` on a lazy
  // thenable, such as the query of a database library, would start it.
  if (returned instanceof Promise) Promise.prototype.then.call(returned, undefined, fail);
}

/**
 * Listens for errors of a request's socket while an app's function is asked, if nothing else listens, which is the case
 * during an upgrade. Without a listener, a client that resets the connection would end the process, as it does on v2
 * and on v4.
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
