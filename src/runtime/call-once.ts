/**
 * Calls a user's function that answers through a callback. The first answer counts; one that throws or whose promise
 * rejects has failed, unless it had answered before.
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
      // What fails from here on is not the function's: it is thrown where the function cannot swallow it.
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
  // A native promise alone, as async functions give: v2 never looked at what came back, and asking a lazy thenable, as
  // the query of a database library, for its result would start it.
  if (returned instanceof Promise) Promise.prototype.then.call(returned, undefined, fail);
}
