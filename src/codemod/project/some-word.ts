import { CHECKS, SOCKETS, TELLTALES } from '../detect/may-concern-socket-io.js';

/** What the words have in common, beginning with a rare letter: what a search goes by, and each is one more pass. */
const PARTS = ['ket', 'gins', 'Req'];

const WORDS = [
  ...SOCKETS,
  ...TELLTALES.filter((word) => !SOCKETS.some((socket) => socket.includes(word))),
  ...CHECKS,
];

const SEARCHES = PARTS.map((part) => ({
  part: Buffer.from(part),
  words: WORDS.filter((word) => word.includes(part)).map((word) => ({
    word: Buffer.from(word),
    before: word.indexOf(part),
  })),
}));

/** As far as anything reaches that has one of the words in it, white space aside. */
const REACH = 40;

/**
 * Finds one of the tell-tale words in a file's bytes: around one of the parts, of which most files have none.
 *
 * @param isEnough is given what stands around a word, one byte a character, until it says yes
 */
export function someWord(bytes: Buffer, isEnough: (around: string) => boolean = () => true): boolean {
  return SEARCHES.some(({ part, words }) => {
    for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length)) {
      const isWord = words.some(({ word, before }) => standsAt(bytes, at - before, word));
      if (isWord && isEnough(bytes.toString('latin1', Math.max(0, at - REACH), at + REACH))) return true;
    }
    return false;
  });
}

/** Most of what holds a part is no word, and to make a text of it takes longer. */
function standsAt(bytes: Buffer, start: number, word: Buffer): boolean {
  for (let index = 0; index < word.length; index++) if (word[index] !== bytes[start + index]) return false;
  return true;
}
