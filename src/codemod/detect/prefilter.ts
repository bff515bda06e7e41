/** A package with a server or a client has one of these: `'socket.io'`, `socketio(…)`, `@WebSocketGateway()`. */
const MODULE =
  /ocket\.?io|WebSocketGateway|createIOServer|koa-socket|sails-hook-sockets|hapi-io|moleculer-io/i;

const LOADED = /\b(?:require|import|from)\b\s*\(?\s*(["'`])socket\.io\1/;

/**
 * Whether code loads `socket.io`, in any language.
 *
 * @example loadsModule("io = require 'socket.io'") // true
 */
export function loadsModule(code: string): boolean {
  return LOADED.test(code);
}

/** A file that makes or sets a server without one of those has one of these. */
const SETTING = new RegExp(
  [
    // 'socket' + '.io', extends IoAdapter
    /['"`]\.io['"`]|IoAdapter|platform-ws/,
    // io.origins(…), io.set('origins', …), io._origins, { origins: … }
    /\borigins\b(?!\s{1,9}(?!as\b)\w)|\b_origins\b/,
    // (origin, callback) => …, allowedOrigins = function (host, callback) { … }, origins: (host, callback) => …
    /\(\s*\w*origin(?!al(?!l))\w*\s*(?::[\w\s|]+)?,\s*\w|origins?\s*[:=]\s*(?:async\s+)?(?:function\b|\(\s*\w+\s*[,:])/,
    /handlePreflightRequest|checkRequest|allowRequest|\beio\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** A file that uses a server, or a client, of another file has one of these. */
const TELLTALE = new RegExp(
  [
    /\.(?:nsps|clients|broadcast)\b/,
    /\.sockets\s*\.\s*(?:sockets|connected)\b/,
    /\badapter\.(?:rooms|sids)\b/,
    /\.json\s*\.\s*(?:send|emit|write)\b/,
    /\.request\.res\b|getPrototypeOf\(\w+\)\.onclose\b/,
    /(?:\b_?io|IO\(\))\s*\.\s*(?:of|use|on|emit|set|sockets|to|in)\b/,
    /[sS]ocket\s*\.\s*(?:rooms|join|leave|binary|handshake)\b/,
    /\bof\(\s*['"`]\//,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/**
 * Code that reads the release of a package: `require('socket.io/package.json')`, `require(name + '/package.json')`; not
 * the route `app.get('/package.json', hide)`, or the app's own `rootPath + '/package.json'`.
 */
const RELEASE =
  /(?:socket|engine)\.io(?:-\w+)?(?:\/|["'`]\s*,\s*["'`])package(?:\.json)?\b|["'`}](?<!(?:\.(?:all|get|use)\(\s*|(?:__dirname|(?:app|base|cwd|project|pwd|root)_?(?:dir|path)?)(?:\(\))?\s*(?:[+,]\s*)?)["'`}])\/package(?:\.json)?["'`]|ependencies\s*\[\s*["'`]socket\.io/i;

/**
 * Whether code reads which release of Socket.IO is installed.
 *
 * @example namesRelease("require('socket.io/package.json').version") // true
 */
export function namesRelease(code: string): boolean {
  return RELEASE.test(code);
}

/** A server of another file that is attached: `require('./io').attach(server, options)`. */
const ATTACH = /\.attach\s*\(/;

/** Methods that are called by a name from elsewhere: `io[method](list)`, `io[names[0]](list)`, `io[method].apply(io, lists)`. */
const CALL_BY_NAME = /\[\s*[\w$.]+(?:\[\w+\])?\s*\](?:\s*\.\s*(?:call|apply)|\s*\?\.)?\s*\(/;

/** Code that takes such names from the keys of an object: `for (const key in settings) io[key](settings[key])`. */
const KEYS =
  /\bfor\s*\([^)]*\sin\s|\.\s*(?:keys|entries|getOwnPropertyNames|ownKeys|toPairs|each|forEach|forIn|forOwn)\s*\(/;

/** How a file shows that it is worth parsing: it names Socket.IO, or a setting of v2, or may use a server of another file. */
export type Trace = 'module' | 'setting' | 'use';

/**
 * Looks for traces of Socket.IO in a file. Most files of a tree have none.
 *
 * @example traceIn("io.set('origins', list)") // 'setting'
 * @example traceIn("url.searchParams.get('origin')") // undefined
 */
export function traceIn(code: string): Trace | undefined {
  if (MODULE.test(code)) return 'module';
  if (SETTING.test(code)) return 'setting';
  return CALL_BY_NAME.test(code) || mayUseServer(code) ? 'use' : undefined;
}

/** Whether a file is worth parsing. */
export function mayUseSocketIo(code: string): boolean {
  return traceIn(code) !== undefined;
}

/** Whether a file may use a server of another one even if none has 'origins' as a string, for `io[METHOD](list)`. */
export function mayUseServer(code: string): boolean {
  return (
    ATTACH.test(code) ||
    RELEASE.test(code) ||
    TELLTALE.test(code) ||
    (CALL_BY_NAME.test(code) && KEYS.test(code))
  );
}
