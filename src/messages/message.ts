/** `danger`: a hole or an outage. `warning`: a surprise. `info`: good to know. */
export type Severity = (typeof SEVERITIES)[number];

/** The most severe first. */
export const SEVERITIES = ['danger', 'warning', 'info'] as const;

/** Sorts the most severe first. */
export const bySeverity = (one: { severity: Severity }, other: { severity: Severity }): number =>
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);

/** Whether v4 will allow more requests than v2 did (`opens`), fewer (`closes`), or the same (`none`). */
export type Effect = 'opens' | 'closes' | 'none';

/** A text of ours about a place, a setting or a server. */
export interface Message {
  /** A readable statement in capitals, or a browser's own name for a CORS failure. Never renamed once released. */
  readonly code: string;
  readonly severity: Severity;
  /** What happened, and why it matters. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** Its section of the code reference, which ships with the package: `docs/codes.md#anchor`. */
  readonly docs: string;
}

/** One kind of warning. `Args` are the values that its texts mention. */
export interface Entry<Args> {
  readonly severity: Severity;
  readonly effect: Effect;
  /** What happened, and why it matters. The first sentence stands alone. */
  readonly message: (args: Args) => string;
  /** What to do, for someone who has v2 settings. Options have the names that the API gives them. */
  readonly remedy: (args: Args) => string;
  /** What to do, for someone who has the v4 source code that the settings became, if it differs. */
  readonly remedyInSource?: (args: Args) => string;
}

/** Defines a warning; TypeScript checks the arguments of its texts. */
export function entry<Args>(
  severity: Severity,
  effect: Effect,
  texts: Omit<Entry<Args>, 'severity' | 'effect'>,
): Entry<Args> {
  return { severity, effect, ...texts };
}

/**
 * Builds a message from the texts of its code.
 *
 * @param fixIn whether the reader has v2 settings, or v4 source code that they became
 */
export function messageOf<Code extends string>(
  code: Code,
  texts: Pick<Entry<never>, keyof Entry<never>>,
  args: unknown,
  fixIn: 'settings' | 'source' = 'settings',
): Message & { readonly code: Code } {
  // TypeScript cannot see that the entry and the arguments belong to one code.
  const { severity, message, remedy, remedyInSource = remedy } = texts as Entry<unknown>;
  return {
    code,
    severity,
    message: message(args),
    remedy: (fixIn === 'source' ? remedyInSource : remedy)(args),
    docs: docsOf(code),
  };
}

/**
 * Where a code is documented, in a file that ships with the package.
 *
 * @example docsOf('ORIGIN_NEVER_MATCHED') // 'docs/codes.md#origin_never_matched'
 */
export const docsOf = (code: string): string => `docs/codes.md#${code.toLowerCase()}`;

/** Texts without arguments. */
export type None = Record<never, never>;

/** The release that the app ran on. */
export interface From {
  readonly from: string;
}

/** An entry of a list of origins, as it was written. */
export interface Origin {
  readonly entry: string;
}

/** An error that a function of the app threw. */
export interface Failure {
  readonly error: string;
}

/** Some of many: a warning names a few and counts all. */
export interface Some {
  readonly named: readonly string[];
  readonly count: number;
}

/** How many a warning names. */
export const NAMED = 5;

export function someOf(names: readonly string[]): Some {
  return { named: names.slice(0, NAMED), count: names.length };
}

/** @example listed({ named: ['a', 'b'], count: 5 }) // 'a, b and 3 more' */
export function listed({ named, count }: Some): string {
  const names = named.join(', ');
  return count > named.length ? `${names} and ${count - named.length} more` : names;
}

/** The message of a thrown value on one line, or its type if it has none. This function itself never throws. */
export function describeError(error: unknown): string {
  try {
    return wordsOf(error);
  } catch {
    return 'a thrown object that cannot be read';
  }
}

/** Says why a file cannot be read or written, for a sentence that names it. */
export function describeFileError(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  return code === 'EISDIR' ? 'it is a folder' : describeError(error);
}

function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : error;
  return typeof message === 'string'
    ? message.replace(/\s+/g, ' ')
    : `a thrown ${message === null ? 'null' : typeof message}`;
}
