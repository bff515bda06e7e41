import type { Effect, Severity } from './severity.js';

/** One kind of warning: `Args` are what its texts speak of. */
export interface Entry<Args> {
  readonly severity: Severity;
  readonly effect: Effect;
  /** What, and why. */
  readonly message: (args: Args) => string;
  /** What to do. */
  readonly remedy: (args: Args) => string;
}

/** Writes one; the texts are checked against what they speak of. */
export function entry<Args>(
  severity: Severity,
  effect: Effect,
  texts: Pick<Entry<Args>, 'message' | 'remedy'>,
): Entry<Args> {
  return { severity, effect, ...texts };
}

/** The texts speak of nothing. */
export type None = Record<never, never>;

/** The texts speak of what an app's function threw. */
export interface Failure {
  readonly error: string;
}
