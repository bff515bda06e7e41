import { mayConcernProgram } from '../program/review.js';

/** Each file that the detector could find something in has one of these. Other files are not parsed. */
const TRACES = new RegExp(
  [
    // 'socket.io', 'socket' + '.io', socketio(…), @WebSocketGateway()
    /ocket\.?io/,
    /['"`]\.io['"`]/,
    /WebSocketGateway|createIOServer|IoAdapter|platform-ws|koa-socket|sails-hook-sockets|hapi-io|moleculer-io/,
    // io.origins(…), io.set('origins', …), io._origins, { origins: … }
    /\borigins\b(?!\s{1,9}(?!as\b)\w)|_origins\b/,
    /handlePreflightRequest|checkRequest|allowRequest|\beio\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** A server of another file that is attached: `require('./io').attach(server, options)`. */
const ATTACH = /\.attach\s*\(/;

/**
 * Whether a file is worth parsing: it names Socket.IO, or a setting of v2's servers.
 *
 * @example mayUseSocketIo("url.searchParams.get('origin')") // false
 */
export function mayUseSocketIo(code: string): boolean {
  return TRACES.test(code) || ATTACH.test(code) || mayConcernProgram(code);
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
