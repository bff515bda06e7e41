import type { Effect, Severity } from './severity.js';

/** One kind of warning. `Args` are the values that its texts mention. */
export interface Entry<Args> {
  readonly severity: Severity;
  readonly effect: Effect;
  /** What happened, and why it matters. The first sentence stands alone. */
  readonly message: (args: Args) => string;
  /** What to do, for someone who has v2 settings. Options have the names that the API gives them. */
  readonly remedy: (args: Args) => string;
  /** What to do, for someone who has v4 source code that the settings became, if that is something else. */
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

/** Texts without arguments. */
export type None = Record<never, never>;

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
