import type { Semantics } from '../../src/origins/policy.js';
import { LEGACY_RELEASES } from '../../src/v2/releases.js';
import { EXAMPLES, type Example } from './examples.js';

export type Language = 'js' | 'ts';

/** All that the page shows comes from this, and a link carries it. */
export interface State {
  readonly code: string;
  readonly language: Language;
  /** The v2 release that the code ran on. */
  readonly from: string;
  readonly semantics: Semantics;
  /** Origins that were added to the grid, and those of its own that were taken out; null stands for no origin. */
  readonly added: readonly string[];
  readonly removed: readonly (string | null)[];
}

/** The releases to choose from, the newest first. */
export const RELEASES: readonly string[] = [...LEGACY_RELEASES.published].reverse();

/** An example as the page shows it at first. */
export function stateOf({ code, language }: Example): State {
  return { code, language, from: '2.5.1', semantics: 'documented', added: [], removed: [] };
}

export const FIRST_STATE: State = stateOf(EXAMPLES[0]);
