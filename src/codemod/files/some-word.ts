import { SOCKETS, TELLTALES } from '../may-concern-socket-io.js';

/**
 * What the words have in common, beginning with a rare letter: what a search goes by, and each is one more pass. Of four
 * letters at most: Node looks for longer ones in another way, which takes five times as long.
 */
const PARTS = ['ket', 'gins', 'Pref'].map((part) => Buffer.from(part));

const WORDS = [...SOCKETS, ...TELLTALES.filter((word) => !SOCKETS.some((socket) => socket.includes(word)))];
const WORDS_PATTERN = new RegExp(WORDS.join('|').replace(/\./g, '\\.'));

/** As far as anything reaches that has one of the words in it, white space aside. */
const REACH = 40;

/**
 * Finds one of the tell-tale words in a file's bytes: around one of the parts, of which most files have none.
 *
 * @param isEnough is given what stands around a word, one byte a character, until it says yes
 */
export function someWord(bytes: Buffer, isEnough: (around: string) => boolean = () => true): boolean {
  return PARTS.some((part) => {
    for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length)) {
      const around = bytes.toString('latin1', Math.max(0, at - REACH), at + REACH);
      if (WORDS_PATTERN.test(around) && isEnough(around)) return true;
    }
    return false;
  });
}
