/** Thrown for arguments that are not understood; the message goes to stderr as it is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Tells it by its name, for a bundler may have made two classes of it. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
