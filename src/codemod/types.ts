import type { Warning } from '../messages/warning.js';
import type { TranslateOptions } from '../v2/settings.js';

/** How to migrate. */
export interface MigrateOptions extends TranslateOptions {
  /**
   * The Socket.IO release or range that the code is for. From 3 on, the code is taken for half-migrated: only settings
   * that v2 knew and v4 does not are looked for. Default: `2.5.1`.
   */
  readonly from?: string | undefined;
  /** Adds `allowEIO3: true`, so that v2 clients can connect. */
  readonly keepV2Clients?: boolean | undefined;
  /**
   * Whether another file sets origins on a server that it does not make (`setsServerElsewhere` of its result). A server
   * that other files can get hold of, and that would admit everyone, is left to a person then. Default: `false`.
   */
  readonly isSetElsewhere?: boolean | undefined;
  /**
   * Whether comments are left for a person; a linter, which reports the places itself, leaves none.
   *
   * @internal
   */
  readonly todos?: boolean | undefined;
}

/** Something that was done to a place in the code, or has to be done by a person. */
export interface Finding extends Warning {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  /** `manual` where the code stayed as it was, with a TODO comment where it is sure to be Socket.IO's. */
  readonly action: 'migrated' | 'manual';
}

/** Why a file was left alone. */
export interface MigrateFailure {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What became of a file's code. */
export interface MigrateResult {
  readonly code: string;
  readonly changed: boolean;
  readonly findings: readonly Finding[];
  /** Set where origins, or a check, are set on what looks like a server that another file makes. */
  readonly setsServerElsewhere?: true;
  /** Set where the code could not be read; it is given back as it came. */
  readonly failure?: MigrateFailure;
}
