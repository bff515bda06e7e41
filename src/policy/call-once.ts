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
      settle(...args);
    };
  const fail = once(onFailure);
  let returned: unknown;
  try {
    returned = call(once(onAnswer));
  } catch (error) {
    fail(error);
    return;
  }
  if (isThenable(returned)) returned.then(undefined, fail);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
