import { WRAPPERS } from './wrappers.js';

/**
 * What every place that can be migrated or reported has in its file, so that few files have to be parsed. `ocket` is
 * what `socket.io` and `WebSocketGateway` have in common: each word is one more pass over every byte of a tree.
 */
export const TELLTALES: readonly string[] = ['ocket', 'origins', 'handlePreflightRequest'];

/** What tells only in a file that holds one of those, as what has to do with sockets does: no tree is searched for it. */
export const CHECKS: readonly string[] = ['checkRequest', 'allowRequest'];

/** The words that `ocket` stands for. */
export const SOCKETS: readonly string[] = [
  'socket.io',
  'socketio',
  'koa-socket',
  'sails-hook-sockets',
  'WebSocketGateway',
];

const hasOcket = (name: string): boolean => name.includes('ocket');

/**
 * What makes a file worth parsing, by the tell-tale word in it. White space may be any byte that is not ASCII, so that
 * the patterns hold for what was not decoded, too.
 */
const NAMES: readonly (readonly [word: string, patterns: readonly RegExp[]])[] = [
  [
    'ocket',
    [
      /['"`](?:socket\.io|socket\.io-client)['"`]/,
      /@WebSocketGateway[\s\x80-\xff]*\(/,
      /@nestjs\/platform-socket\.io|@feathersjs\/socketio|feathers-socketio/,
      new RegExp(`['"](?:${WRAPPERS.filter(hasOcket).join('|').replace(/\./g, '\\.')})['"]`),
    ],
  ],
  ['origins', [/\.origins[\s\x80-\xff]*\(|['"]origins['"]/, setting('(?<!\\bthis)\\._origins')]],
  ['handlePreflightRequest', [/\bhandlePreflightRequest\b/]],
  ['checkRequest', [setting('(?<!\\bthis)\\.checkRequest')]],
  ['allowRequest', [setting('\\b(?:eio|engine)\\W{0,3}\\.allowRequest')]],
];

/**
 * A property that something is assigned to. What looks like a call is taken, too: so a piece of code seems to go on,
 * where it ends in white space.
 */
function setting(property: string): RegExp {
  return new RegExp(`${property}[\\s\\x80-\\xff]*(?:[|&?]{0,2}=|\\()`);
}

/** What makes it so with any of the words. */
const OTHER_WRAPPERS = WRAPPERS.filter((name) => !hasOcket(name));
const OTHER_NAMES = new RegExp(`\\bcreateIOServer\\b|['"](?:${OTHER_WRAPPERS.join('|')})['"]`);

/** Each with a part of it: Node finds up to four letters, the first of which is rare, in a fifth of the time. */
const BY_PART: readonly (readonly [part: string, names: readonly string[]])[] = [
  ['IOS', ['createIOServer']],
  ['-io', OTHER_WRAPPERS],
];

/** A call of what is called like Socket.IO, which need not be named: `socketIO(server, { origins })`. */
const SERVER_CALL = /\b_*(?:s?io|(?:socket|ws)_?io)(?:_?server)?(?:\.listen)?[\s\x80-\xff]*\(/i;

/** How it ends, which is found in a fifth of the time. */
const SERVER_CALL_END = /io(?:_?server)?(?:\.listen)?[\s\x80-\xff]*\(/i;

/**
 * Whether a file is worth parsing: it names Socket.IO, or holds something that only Socket.IO v2 had a name for.
 *
 * @example mayConcernSocketIo("url.searchParams.get('origin')") // false
 */
export function mayConcernSocketIo(code: string): boolean {
  const has = (word: string): boolean => code.includes(word);
  if (!TELLTALES.some(has)) return false;
  return (
    isNamedIn(code) ||
    (hasOtherName(code) && OTHER_NAMES.test(code)) ||
    (hasOrigins(code) && hasServerCall(code))
  );
}

/** Whether a piece of code names what only Socket.IO has. */
export function isNamedIn(piece: string): boolean {
  return NAMES.some(([word, patterns]) => piece.includes(word) && patterns.some((one) => one.test(piece)));
}

/** Whether code seems to hold a name that makes it worth parsing where there is a tell-tale word too. */
export function hasOtherName(code: { includes(word: string): boolean }): boolean {
  return BY_PART.some(([part, names]) => code.includes(part) && names.some((name) => code.includes(name)));
}

/** `origins` as code has it: in prose, a word comes next. */
const ORIGINS = /\borigins\b(?!\s{1,9}(?!as\b)\w)/;

/** Whether a piece of code has `origins`, which may be anybody's. */
export function hasOrigins(piece: string): boolean {
  return piece.includes('origins') && ORIGINS.test(piece);
}

/** Whether a piece of code calls what is called like Socket.IO. */
export function hasServerCall(piece: string): boolean {
  return SERVER_CALL_END.test(piece) && SERVER_CALL.test(piece);
}
