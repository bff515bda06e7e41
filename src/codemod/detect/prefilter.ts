/** Each file that the detector could find something in has one of these. Other files are not parsed. */
const TRACES = new RegExp(
  [
    // 'socket.io', 'socket' + '.io', socketio(…), @WebSocketGateway()
    /ocket\.?io/,
    /['"`]\.io['"`]/,
    /WebSocketGateway|createIOServer|IoAdapter|platform-ws|koa-socket|sails-hook-sockets|hapi-io|moleculer-io/,
    // io.origins(…), io.set('origins', …), io._origins, { origins: … }
    /\borigins\b(?!\s{1,9}(?!as\b)\w)|\b_origins\b/,
    /handlePreflightRequest|checkRequest|allowRequest|\beio\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** A file that uses a server, or a client, of another file has one of these, even if it does not name Socket.IO. */
const TELLTALE = new RegExp(
  [
    /\.(?:nsps|clients|broadcast)\b/,
    /\.sockets\s*\.\s*(?:sockets|connected)\b/,
    /\badapter\.(?:rooms|sids)\b/,
    /\.json\s*\.\s*(?:send|emit|write)\b/,
    /\.request\.res\b/,
    /\bSocketIO(?:Client)?\./,
    /\bsocket\.io\b/,
    /(?:\b_?io|IO\(\))\s*\.\s*(?:of|use|on|emit|set|sockets|to|in)\b/,
    /[sS]ocket\s*\.\s*(?:rooms|join|leave|binary|handshake)\b/,
    /\bof\(\s*['"`]\//,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/**
 * Whether a file is worth parsing for `reviewProgram`.
 *
 * @example mayConcernProgram('this.io.sockets.connected[id]') // true
 */
export function mayConcernProgram(code: string): boolean {
  return TELLTALE.test(code);
}

/**
 * What reads the release of a package: `require('socket.io/package.json')`, `require(name + '/package.json')`; not the route
 * `app.get('/package.json', hide)`, or the app's own `__dirname + '/package.json'`.
 */
const RELEASE =
  /(?:socket|engine)\.io(?:-\w+)?(?:\/|["'`]\s*,\s*["'`])package(?:\.json)?\b|(?<!\.(?:all|get|use)\(\s*|(?:__dirname|process\.cwd\(\))\s*[+,]\s*)["'`}]\/package(?:\.json)?["'`]|ependencies\s*\[\s*["'`]socket\.io/;

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

/** Methods that are called by a name from elsewhere: `io[method](list)`, `io[method].apply(io, lists)`. */
const CALL_BY_NAME = /\[\s*[\w$.]+\s*\](?:\s*\.\s*(?:call|apply)|\s*\?\.)?\s*\(/;

/** What takes such names from the keys of an object: `for (const key in settings) io[key](settings[key])`. */
const KEYS =
  /\bfor\s*\([^)]*\sin\s|\.\s*(?:keys|entries|getOwnPropertyNames|ownKeys|toPairs|each|forEach|forIn|forOwn)\s*\(/;

/**
 * Whether a file is worth parsing: it names Socket.IO, or a setting of v2's servers, or may set one without naming it.
 *
 * @example mayUseSocketIo("url.searchParams.get('origin')") // false
 */
export function mayUseSocketIo(code: string): boolean {
  return CALL_BY_NAME.test(code) || !needsString(code);
}

/** Whether a file is worth parsing only if another one has 'origins' as a string: `io[METHOD](list)`. */
export function needsString(code: string): boolean {
  return !(
    TRACES.test(code) ||
    ATTACH.test(code) ||
    RELEASE.test(code) ||
    mayConcernProgram(code) ||
    (CALL_BY_NAME.test(code) && KEYS.test(code))
  );
}

/** A package with a server, or a client, has one of these in some file. */
const USE = /ocket\.?io|WebSocketGateway|createIOServer|koa-socket|sails-hook-sockets|hapi-io|moleculer-io/i;

/** Whether a file shows that its package uses Socket.IO. */
export function namesSocketIo(code: string): boolean {
  return USE.test(code);
}

/** Whether a file is worth parsing even if no other file of its package names Socket.IO. */
export function hasTraces(code: string): boolean {
  return TRACES.test(code);
}
