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

/** Builds an entry of a catalogue. */
export function entry<Args>(
  severity: Severity,
  effect: Effect,
  texts: Pick<Entry<Args>, 'message' | 'remedy'>,
): Entry<Args> {
  return { severity, effect, ...texts };
}

/** Texts that speak of nothing in particular. */
export type None = Record<never, never>;
