import type { MissingOrigin, Semantics } from '../../src/origins/policy.js';
import { LEGACY_RELEASES } from '../../src/v2/releases.js';
import { EXAMPLES, type Example } from './examples.js';

export type Language = 'js' | 'ts';

/** The choices next to the code, under their names in migrateSource. */
export interface Choices {
  /** The v2 release that the code ran on. */
  readonly from: string;
  /** The release to migrate to. */
  readonly to: string;
  readonly semantics: Semantics;
  readonly missingOrigin: MissingOrigin;
  readonly keepV2Clients: boolean;
}

/** Everything that the page shows is computed from this, and a link contains it. */
export interface State extends Choices {
  readonly code: string;
  readonly language: Language;
  /** Origins that were added to the table, and origins that were hidden. `null` is a request without an origin. */
  readonly added: readonly string[];
  readonly removed: readonly (string | null)[];
}

/** The v2 releases to choose from, the newest first. */
export const RELEASES: readonly string[] = [...LEGACY_RELEASES.published].reverse();

/** The releases to migrate to that differ in what is said or written. */
export const TARGETS: readonly string[] = ['4.8.4', '4.5.4', '4.0.0', '3.1.2', '3.0.5', '3.0.1'];

export const CHOICES: Choices = {
  from: '2.5.1',
  to: '4.8.4',
  semantics: 'documented',
  missingOrigin: 'as-v2',
  keepV2Clients: false,
};

/** An example, as the page first shows it. */
export function stateOf({ code, language }: Example): State {
  return { ...CHOICES, code, language, added: [], removed: [] };
}

export const FIRST_STATE: State = stateOf(EXAMPLES[0]);
