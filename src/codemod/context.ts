import type { Releases } from './analyze/read-origins.js';
import type { ServerSite } from './detect/server-site.js';

/** What the migration of a server depends on beside its own code: the releases, and the rest of the package. */
export interface Context {
  readonly releases: Releases;
  /** Whether the code runs on Socket.IO 3 or 4 already. */
  readonly isModern: boolean;
  /** All servers of the file. */
  readonly sites: readonly ServerSite[];
  /** Whether another file has a use that could change who a server allows, if it can reach the server. */
  readonly isSetElsewhere: boolean;
  /** Whether this file has one. */
  readonly isSetHere: boolean;
}
