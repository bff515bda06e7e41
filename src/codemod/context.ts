import type { Releases } from './analyze/read-origins.js';

/** What a file's servers are migrated with: releases, and what the rest of the package does. */
export interface Context {
  readonly releases: Releases;
  /** Whether the code runs on Socket.IO 3 or 4 already. */
  readonly isModern: boolean;
  /** Whether another file has a use that could change who a server admits, if it can reach the server. */
  readonly isSetElsewhere: boolean;
  /** Whether this file has one. */
  readonly isSetHere: boolean;
}
