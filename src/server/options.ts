import type { Server as HttpServer } from 'node:http';
import type { Http2SecureServer, Http2Server } from 'node:http2';
import type { Server as HttpsServer } from 'node:https';
import type { ServerOptions } from 'socket.io';
import type { WarningCode } from '../messages/settings.js';
import type { Warning } from '../messages/warn.js';
import type { LegacyCorsSettings, TranslateOptions } from '../v2/settings.js';

/** What a server can be attached to: an HTTP server, or a port, which v2 also took as a string. */
export type AttachTarget = HttpServer | HttpsServer | Http2Server | Http2SecureServer | number | string;

/** How the drop-in reads v2's settings, and whom it warns. */
export interface CorsCompatOptions extends TranslateOptions {
  /**
   * Gets each warning once per code, and each warning about more requests being allowed once per code and setting.
   * Default: `process.emitWarning`, once per process; warnings of severity info then go to `DEBUG` output only.
   */
  readonly onWarning?: ((warning: Warning) => void) | undefined;
  /** The codes that you have read: they are not reported any more. */
  readonly acknowledge?: readonly WarningCode[] | undefined;
  /**
   * Whether a list given to `io.origins()` is sent to the other nodes of the cluster, over the adapter's
   * `serverSideEmit()` (socket.io 4.1 or later). Default: false.
   */
  readonly propagateOrigins?: boolean | undefined;
}

/** The options of v2's server, those of v4's, and `corsCompat`. */
export interface CompatServerOptions
  extends Omit<Partial<ServerOptions>, 'allowRequest' | 'cookie' | 'wsEngine'>,
    Pick<LegacyCorsSettings, 'origins' | 'handlePreflightRequest' | 'allowRequest'> {
  /** v2 took the name of the cookie; v4 takes an object. */
  readonly cookie?: ServerOptions['cookie'] | string | undefined;
  readonly cookiePath?: string | false | undefined;
  readonly cookieHttpOnly?: boolean | undefined;
  /** v2 took the name of a package; v4 takes its `Server` class. */
  readonly wsEngine?: ServerOptions['wsEngine'] | string | undefined;
  readonly corsCompat?: CorsCompatOptions | undefined;
}

/** Maps the names of events to the types of their listeners. */
export interface EventsMap {
  // biome-ignore lint/suspicious/noExplicitAny: v4's own constraint, which any interface meets
  [event: string]: any;
}
