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

/**
 * Patterns, each after the words of which all that it matches holds one: to look for a word takes a fraction. White space
 * may be what it is in a text that was not decoded, one byte a character.
 */
const WORTH_PARSING: readonly (readonly [words: readonly string[], pattern: RegExp])[] = [
  [['ocket'], /['"`](?:socket\.io|socket\.io-client)['"`]/],
  [['ocket'], /@WebSocketGateway[\s\x80-\xff]*\(/],
  [['ocket'], /@nestjs\/platform-socket\.io|@feathersjs\/socketio|feathers-socketio/],
  [['origins'], /\.origins\s*\(|['"]origins['"]/],
  [['handlePreflightRequest'], /\bhandlePreflightRequest\b/],
  [['createIOServer'], /\bcreateIOServer\b/],
  [['ocket', ...WRAPPERS.filter((name) => !name.includes('ocket'))], WRAPPERS_PATTERN],
];

/** A call of what is called like Socket.IO, which need not be named: `socketIO(server, { origins })`. */
const SERVER_CALL = /\b_*(?:s?io|(?:socket|ws)_?io)(?:_?server)?(?:\.listen)?[\s\x80-\xff]*\(/i;

/**
 * Whether a file is worth parsing: it names Socket.IO, or holds something that only Socket.IO v2 had a name for.
 *
 * @param code as text, or one byte a character, which is had for a quarter of the time
 * @example mayConcernSocketIo("url.searchParams.get('origin')") // false
 */
export function mayConcernSocketIo(code: string): boolean {
  const telltales = TELLTALES.filter((word) => code.includes(word));
  if (telltales.length === 0) return false;
  const has = (word: string) => (TELLTALES.includes(word) ? telltales.includes(word) : code.includes(word));
  return (
    WORTH_PARSING.some(([words, pattern]) => words.some(has) && pattern.test(code)) ||
    (has('origins') && /\borigins\b/.test(code) && SERVER_CALL.test(code))
  );
}
