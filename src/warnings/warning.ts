import type { WarningCode } from './catalogue.js';

/** How bad it is to ignore: `danger` is a hole or an outage, `warning` a surprise, `info` a fact to know. */
export type Severity = 'danger' | 'warning' | 'info';

/** Whether v4 will admit more requests than v2 did (`opens`), fewer (`closes`), or the same (`none`). */
export type Effect = 'opens' | 'closes' | 'none';

/** Something that whoever moves to v4 has to know about the settings that were translated. */
export interface Warning {
  /** A readable statement in capitals, never renamed once released. */
  readonly code: WarningCode;
  readonly severity: Severity;
  /** What v4 will do with requests, compared with the Socket.IO release that the app came from. */
  readonly effect: Effect;
  /** What, and why. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** The section of the guide: `MIGRATION.md#anchor`. */
  readonly docs: string;
  /** The setting or entry it is about, as `origins[0]: "https://example.com"`. */
  readonly subject?: string;
}
