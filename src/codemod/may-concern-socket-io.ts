import { WRAPPERS } from './wrappers.js';

/**
 * What every place that can be migrated or reported has in its file, so that few files have to be parsed. `ocket` is
 * what `socket.io` and `WebSocketGateway` have in common: each word is one more pass over every byte of a tree.
 */
export const TELLTALES: readonly string[] = ['ocket', 'origins', 'handlePreflightRequest'];

/** The words that `ocket` stands for. */
export const SOCKETS: readonly string[] = [
  'socket.io',
  'socketio',
  'koa-socket',
  'sails-hook-sockets',
  'WebSocketGateway',
];

const WRAPPERS_PATTERN = new RegExp(`['"](?:${WRAPPERS.join('|').replace(/\./g, '\\.')})['"]`);

const WORTH_PARSING = [
  /['"`](?:socket\.io|socket\.io-client)['"`]/,
  /\.origins\s*\(/,
  /['"]origins['"]/,
  /\bhandlePreflightRequest\b/,
  /@WebSocketGateway\s*\(/,
  /@nestjs\/platform-socket\.io|@feathersjs\/socketio|feathers-socketio/,
  /\bcreateIOServer\b/,
  WRAPPERS_PATTERN,
];

/** A call of what is called like Socket.IO, which need not be named: `socketIO(server, { origins })`. */
const SERVER_CALL = /\b_*(?:s?io|(?:socket|ws)_?io)(?:_?server)?(?:\.listen)?\s*\(/i;

/**
 * Whether a file is worth parsing: it names Socket.IO, or holds something that only Socket.IO v2 had a name for.
 *
 * @example mayConcernSocketIo("url.searchParams.get('origin')") // false
 */
export function mayConcernSocketIo(code: string): boolean {
  if (!TELLTALES.some((word) => code.includes(word))) return false;
  return (
    WORTH_PARSING.some((pattern) => pattern.test(code)) ||
    (/\borigins\b/.test(code) && SERVER_CALL.test(code))
  );
}
