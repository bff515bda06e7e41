/** The message of a thrown value on one line, or its type if it has none. This function itself never throws. */
export function describeError(error: unknown): string {
  try {
    return messageOf(error);
  } catch {
    return 'a thrown object that cannot be read';
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : error;
  return typeof message === 'string'
    ? message.replace(/\s+/g, ' ')
    : `a thrown ${message === null ? 'null' : typeof message}`;
}
