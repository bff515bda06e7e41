/**
 * The options that decide who may connect, and who may read.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server`; Engine.IO 3.6.2, lib/server.js, `Server`
 */
export const ACCESS_OPTIONS = ['origins', 'handlePreflightRequest', 'allowRequest'] as const;

/**
 * The methods of a server that give the server back, so that calls can be chained. `on` and `use` give its main namespace
 * back, which has the same methods for handlers.
 *
 * @see Socket.IO 2.5.1, lib/index.js
 */
export const CHAINABLE_METHODS: ReadonlySet<string> = new Set([
  ...['adapter', 'attach', 'bind', 'listen', 'origins', 'path', 'serveClient', 'set'],
  ...['on', 'use'],
]);

/** The methods of a server that take origins, or options. */
export const SETTING_METHODS: ReadonlySet<string> = new Set(['attach', 'listen', 'origins', 'set']);

/** The members of a server that hold its check of origins. */
export const CHECK_MEMBERS: ReadonlySet<string> = new Set(['_origins', 'checkRequest']);

/** The members of a server that hold its Engine.IO server. */
export const ENGINE_MEMBERS: ReadonlySet<string> = new Set(['eio', 'engine']);
