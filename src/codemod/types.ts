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
   * What the other files of the package do (`surveySource`), so that a server which they can reach is judged with them.
   * Default: none; a server that leaves its file is then reported.
   */
  readonly others?: readonly FileSurvey[] | undefined;
  /**
   * `drop-in`: if plain v4 code cannot be proven, the `require` is changed to `socket.io-cors-compat/server`.
   */
  readonly fallback?: 'drop-in' | undefined;
  /**
   * The release or range of socket.io-client that the package uses, if it differs from the server's. Default: `from`.
   *
   * @internal
   */
  readonly clientFrom?: string | undefined;
  /**
   * Whether comments are left for a person; a linter, which reports the places itself, leaves none.
   *
   * @internal
   */
  readonly todos?: boolean | undefined;
}

/** A place in a file. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

/** What a file does that matters to the servers of other files in its package; plain data. */
export interface FileSurvey {
  readonly path?: string | undefined;
  /** Settings that decide about access, made on what may be a server of another file. */
  readonly setsServer: readonly Place[];
  /** Whether it changes the prototype of v2's server, which every server of the package has. */
  readonly patchesServers: boolean;
  /** How many servers it creates. */
  readonly makesServers: number;
  /** Whether it exports the module `socket.io` itself. */
  readonly reexportsModule: boolean;
  /** `io.use()` of the root namespace. */
  readonly usesRootMiddleware: readonly Place[];
  /** The other namespaces that it defines; `guarded` if they have middleware of their own. */
  readonly namespaces: readonly {
    readonly name: string | null;
    readonly guarded: boolean;
    readonly place: Place;
  }[];
  /** Nest's gateways. */
  readonly gateways: readonly unknown[];
  /** `TODO(socketio-cors)` comments. */
  readonly todos: readonly Place[];
}

/** Something that was done to a place in the code, or has to be done by a person. */
export interface Finding extends Warning, Place {
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
