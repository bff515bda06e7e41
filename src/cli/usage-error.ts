/** Thrown for arguments that are not understood; the message goes to stderr as it is. */
export class UsageError extends Error {}
