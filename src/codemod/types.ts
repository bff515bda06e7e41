import type { Warning } from '../messages/warn.js';
import type { TranslateOptions } from '../v2/settings.js';

/** How to migrate. */
export interface MigrateOptions extends TranslateOptions {
  /**
   * The Socket.IO release or range that the code is for. From 3 on, the code counts as half-migrated: only leftovers of v2
   * are changed. Default: `2.5.1`.
   */
  readonly from?: string | undefined;
  /** Adds `allowEIO3: true`, so that v2 clients can connect. */
  readonly keepV2Clients?: boolean | undefined;
  /**
   * Whether another file sets origins on a server that it does not create (`setsServerElsewhere` of its result). If so, a
   * server that other files can reach needs manual review. Default: `false`.
   */
  readonly isSetElsewhere?: boolean | undefined;
  /**
   * The surveys of the other files of the package (`surveySource`). Default: unknown, so that a server that leaves its
   * file is reported.
   */
  readonly others?: readonly FileSurvey[] | undefined;
  /**
   * Reads another file of the program by the name that this one loads it by, such as `./check`. Default: none can be read.
   *
   * @internal
   */
  readonly load?: ((name: string) => { path: string; code: string } | undefined) | undefined;
  /**
   * `drop-in`: changes the `require` to `socket.io-cors-compat/server` if plain v4 code cannot be proven.
   */
  readonly fallback?: 'drop-in' | undefined;
  /**
   * The release or range of socket.io-client that the package uses, if it differs from the server's. Default: `from`.
   *
   * @internal
   */
  readonly clientFrom?: string | undefined;
  /**
   * Whether a place with a finding of some code gets a TODO comment. A linter, which reports the places itself, inserts none.
   *
   * @internal
   */
  readonly todoFor?: ((code: string) => boolean) | undefined;
}

/** A place in a file. */
export interface Place {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

/** A key of an object, which a loop over the keys finds: `{ origins: list }`; or a string: `['origins', list]`. */
export type OriginsName = 'key' | 'string';

/** The code of a file that matters to the servers of the other files in its package. Plain data. */
export interface FileSurvey {
  readonly path?: string | undefined;
  /** Whether it has settings that decide who is allowed, on receivers that may be servers of another file. */
  readonly setsServers: boolean;
  /** Calls of methods by a name that is known at run time: how another file must name `origins` for them to set a server. */
  readonly callsByName: readonly OriginsName[];
  /** How it names `origins` for such a call. */
  readonly namesOrigins?: OriginsName | undefined;
  /** Whether it has a function that may be the origins of another file's server: `(origin, callback) => …`. */
  readonly checksOrigins: boolean;
  /** Whether it changes the prototype of v2's server, which all servers of the package share. */
  readonly patchesServers: boolean;
  /** Whether it attaches what may be a server of another file. */
  readonly attachesServers: boolean;
  /** Whether it creates servers, or uses the module in a way that may. */
  readonly makesServers: boolean;
  /** Whether a server that it creates gets options that are not written in the file, so that another file may have them. */
  readonly takesOptions?: 'any' | 'v4' | undefined;
  /** Whether it loads the drop-in server. */
  readonly usesDropIn: boolean;
  /** Whether it reads which release of Socket.IO is installed. */
  readonly readsRelease: boolean;
  /** `io.use()` of the root namespace. */
  readonly usesRootMiddleware: readonly Place[];
  /** The other namespaces that it defines; `guarded` if they have their own middleware. */
  readonly namespaces: readonly {
    readonly name: string | null;
    readonly guarded: boolean;
    /** Whether Nest creates it for a gateway. */
    readonly isGateway: boolean;
    readonly place: Place;
  }[];
  /** Whether it uses Nest's adapter for plain WebSockets, on which gateways are not Socket.IO servers. */
  readonly usesWsAdapter: boolean;
  /** Whether an adapter of Nest in it may give gateways other options than their own, or sets the origins of their server. */
  readonly adaptsGateways: boolean;
  /** Whether it has gateways of Nest. */
  readonly hasGateways: boolean;
}

/** A change in the code, or a place that needs manual review. */
export interface Finding extends Warning, Place {
  /** `manual`: the code is unchanged, but for a TODO comment if the place is certainly Socket.IO's. */
  readonly action: 'migrated' | 'manual';
}

/** Why a file does not parse. */
export interface MigrateFailure {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The result for a file. */
export interface MigrateResult {
  readonly code: string;
  readonly changed: boolean;
  readonly findings: readonly Finding[];
  /** Set if the file sets origins, or a check, on what may be a server of another file. */
  readonly setsServerElsewhere?: true;
  /** Set if the code does not parse; `code` is then unchanged. */
  readonly failure?: MigrateFailure;
}
