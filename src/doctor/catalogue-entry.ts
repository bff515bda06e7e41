import type { Severity } from '../messages/severity.js';

/** One kind of diagnosis: `Args` are what its texts speak of. */
export interface Entry<Args> {
  readonly severity: Severity;
  /** What was seen, and what browsers print. */
  readonly message: (args: Args) => string;
  /** The setting that mends it, for a server of v3 or v4. */
  readonly remedy: (args: Args) => string;
  /** The same for v1 and v2, where it is another. */
  readonly remedyV2?: (args: Args) => string;
}

/** Writes one; the texts are checked against what they speak of. */
export const entry = <Args>(severity: Severity, texts: Omit<Entry<Args>, 'severity'>): Entry<Args> => ({
  severity,
  ...texts,
});
