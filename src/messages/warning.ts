import type { WarningCode } from './settings.js';
import type { Effect, Severity } from './severity.js';

/** Something to know about settings that were translated. */
export interface Warning {
  /** A readable statement in capitals, never renamed once released. */
  readonly code: WarningCode;
  readonly severity: Severity;
  /** What v4 will do with requests, compared with the Socket.IO release that the app came from. */
  readonly effect: Effect;
  /** What happened, and why it matters. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** Its section of the code reference, which ships with the package: `docs/codes.md#anchor`. */
  readonly docs: string;
  /** The setting or entry it is about, such as `origins[0]: "https://example.com"`. */
  readonly subject?: string;
}
