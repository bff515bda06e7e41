/** The message of whatever was thrown, on one line; for what has none, its kind. It does not throw itself. */
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
