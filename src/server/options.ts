import type { Server as HttpServer } from 'node:http';
import type { Http2SecureServer, Http2Server } from 'node:http2';
import type { Server as HttpsServer } from 'node:https';
import type { ServerOptions } from 'socket.io';
import type { Warning } from '../messages/warning.js';
import type { LegacyCorsSettings, TranslateOptions } from '../v2/settings.js';

/** What a server can be attached to: an HTTP server, or a port, which v2 also took as a string. */
export type AttachTarget = HttpServer | HttpsServer | Http2Server | Http2SecureServer | number | string;

/** How the drop-in reads v2's settings, and whom it tells. */
export interface CorsCompatOptions extends TranslateOptions {
  /**
   * Gets each warning once per code, and those that tell of more requests being admitted once per code and setting.
   * Default: `process.emitWarning`, likewise and once per process.
   */
  readonly onWarning?: ((warning: Warning) => void) | undefined;
  /**
   * Whether a list given to `io.origins()` is carried to the other nodes of the cluster, over the adapter's
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
