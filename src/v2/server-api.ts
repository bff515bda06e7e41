/**
 * The options that Engine.IO 3 kept as properties of its server and read for each request, so programs could assign them
 * at any time. Engine.IO 6 keeps them in `opts`. (The cookie is left out: v4 takes it in another shape.)
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server`
 */
export const ENGINE_PROPERTIES = [
  'allowUpgrades',
  'httpCompression',
  'maxHttpBufferSize',
  'perMessageDeflate',
  'pingInterval',
  'pingTimeout',
  'transports',
  'upgradeTimeout',
] as const;

/**
 * The options that v2 read at `attach()` only: given to a constructor without an HTTP server, they had no effect on a
 * later `attach()`. On v4 the constructor's win.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server` and `Server#attach`
 */
export const READ_AT_ATTACH: ReadonlySet<string> = new Set([
  ...ENGINE_PROPERTIES,
  'allowRequest',
  'cookie',
  'cookieHttpOnly',
  'cookiePath',
  'destroyUpgrade',
  'destroyUpgradeTimeout',
  'handlePreflightRequest',
  'initialPacket',
  'wsEngine',
]);

/**
 * The keys of `io.set(key, value)` that are engine options by another name.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `oldSettings`
 */
export const ENGINE_OPTION_OF_SETTING: ReadonlyMap<string, string> = new Map([
  ['transports', 'transports'],
  ['heartbeat timeout', 'pingTimeout'],
  ['heartbeat interval', 'pingInterval'],
  ['destroy buffer size', 'maxHttpBufferSize'],
]);

/** All keys that `io.set()` knew. For any other key it only printed an error. */
export const SETTING_KEYS: ReadonlySet<string> = new Set([
  ...ENGINE_OPTION_OF_SETTING.keys(),
  ...['authorization', 'origins', 'resource'],
]);

/** The name of the cookie that v2 set unless `cookie` was `false`. v4 sets none by default. */
export const DEFAULT_COOKIE = 'io';

/**
 * The options that decide who may connect, and who may read.
 *
 * @see Socket.IO 2.5.1, lib/index.js, `Server`; Engine.IO 3.6.2, lib/server.js, `Server`
 */
export const ACCESS_OPTIONS = ['origins', 'handlePreflightRequest', 'allowRequest'] as const;

/**
 * The methods of a server that return the server, so that calls can be chained. `on` and `use` return its main
 * namespace, which has the same methods for handlers.
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
