const LOADED = /\b(?:require|import|from)\b\s*\(?\s*(["'`])socket\.io\1/;

/**
 * Whether code loads `socket.io`, in any language.
 *
 * @example loadsModule("io = require 'socket.io'") // true
 */
export function loadsModule(code: string): boolean {
  return LOADED.test(code);
}

/** A file that has one of those names Socket.IO, or makes or sets a server in another way. */
const NAME = new RegExp(
  [
    // 'socket.io', socketio(…), @WebSocketGateway()
    /ocket\.?io|WebSocketGateway|createIOServer|koa-socket|sails-hook-sockets|hapi-io|moleculer-io/,
    // 'socket' + '.io', extends IoAdapter
    /['"`]\.io['"`]|IoAdapter|platform-ws/,
    // io.origins(…), io.set('origins', …), io._origins, { origins: … }
    /\borigins\b(?!\s{1,9}(?!as\b)\w)|\b_origins\b/,
    /handlePreflightRequest|checkRequest|allowRequest|\beio\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/**
 * A file that checks origins for a server of another file has one of these: `(origin, callback) => …`,
 * `allowedOrigins = function (host, callback) { … }`, `origins: (host, callback) => …`.
 */
const CHECK =
  /\(\s*\w*origin(?!al(?!l))\w*\s*(?:\??:[\w\s|]+)?,\s*\w(?:[^()]|\([^()]*\))*\)\s*(?::[^;={}]{0,200})?(?:\{|=>)|origins?\s*[:=]\s*(?:async\s+)?(?:function\b|\(\s*\w+\s*[,:])/i;

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
    /\.set\(\s*['"`](?:authorization|heartbeat |destroy buffer)/,
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
const CALL_BY_NAME = /\[\s*[\w$.]+(?:\[\w+\])?\s*\](?:\s*\.\s*(?:call|apply|bind)|\s*\?\.)?\s*\(/;

/** Code that takes such names from the keys of an object: `for (const key in settings) io[key](settings[key])`. */
const KEYS =
  /\bfor\s*\([^)]*\sin\b|\.\s*(?:keys|entries|getOwnPropertyNames|ownKeys|toPairs|each|forEach|forIn|forOwn|map|reduce)\s*\(/;

/**
 * How a file shows that it may concern Socket.IO: it names it, or a setting of v2; it has a function that checks origins; or
 * it may use a server of another file, or read which release is installed.
 */
export type Trace = 'name' | 'check' | 'use';

/**
 * Looks for traces of Socket.IO in a file. All but a name matter only in a program with a file that has a name.
 *
 * @example traceIn("io.set('origins', list)") // 'name'
 * @example traceIn("io.to(room).emit('news')") // 'use'
 * @example traceIn("url.searchParams.get('origin')") // undefined
 */
export function traceIn(code: string): Trace | undefined {
  if (NAME.test(code)) return 'name';
  if (CHECK.test(code)) return 'check';
  return hasTelltale(code) || mayCallByName(code) || namesRelease(code) ? 'use' : undefined;
}

/** Whether a file is worth parsing. */
export function mayUseSocketIo(code: string): boolean {
  return traceIn(code) !== undefined;
}

/** Whether a file may use a server of another one even if none has `origins` as a string, for `io[METHOD](list)`. */
export function mayUseServer(code: string): boolean {
  return hasTelltale(code) || (mayCallByName(code) && KEYS.test(code));
}

/** Whether a file may call methods by a name from elsewhere, by its text. */
export function mayCallByName(code: string): boolean {
  return CALL_BY_NAME.test(code);
}

/** Whether a file may use a server of another one without calling a method by a name from elsewhere. */
export function hasTelltale(code: string): boolean {
  return ATTACH.test(code) || TELLTALE.test(code);
}
