import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { SOCKETS, TELLTALES } from '../may-concern-socket-io.js';
import { isUtf16 } from './decode-source.js';

/** A file whose bytes hold one of the tell-tale words. */
export interface Candidate {
  readonly bytes: Buffer;
  readonly stat: Stats;
}

/**
 * What the words have in common, beginning with a rare letter: what a search goes by, and each is one more pass. Of four
 * letters at most: Node looks for longer ones in another way, which takes five times as long.
 */
const PARTS = ['ket', 'gins', 'Pref'];

const PART_NEEDLES = PARTS.map((part) => Buffer.from(part));

const WORDS = [...SOCKETS, ...TELLTALES.filter((word) => !SOCKETS.some((socket) => socket.includes(word)))];
const WORDS_PATTERN = new RegExp(WORDS.join('|').replace(/\./g, '\\.'));
const LONGEST = Math.max(...WORDS.map(({ length }) => length));

let buffer = Buffer.allocUnsafe(1 << 18);

/**
 * Reads a file, and keeps it only where it may concern Socket.IO: the one pass over every byte of a tree.
 *
 * @param isWorthIt looks more closely at a file that holds one of the words, one byte a character
 * @returns undefined where it does not, or is no file, or a link
 * @throws where it cannot be read
 */
export function readCandidate(
  path: string,
  isWorthIt: (bytes: string) => boolean = () => true,
): Candidate | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link, or what git still lists though it is gone, perhaps with its folder.
    if (['ELOOP', 'EMLINK', 'ENOENT', 'ENOTDIR'].includes(code ?? '')) return undefined;
    throw error;
  }
  try {
    const length = readInto(descriptor);
    const bytes = buffer.subarray(0, length);
    const isWide = isUtf16(bytes);
    if (!mayConcern(isWide ? withoutNulls(bytes) : bytes)) return undefined;
    if (!isWide && !isWorthIt(bytes.toString('latin1'))) return undefined;
    const stat = fstatSync(descriptor);
    return stat.isFile() ? { bytes: Buffer.from(bytes), stat } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** What is ASCII in UTF-16, as one byte a character; the words are no more than that. */
function withoutNulls(bytes: Buffer): Buffer {
  return bytes.filter((byte) => byte !== 0) as Buffer;
}

/** Whether bytes hold one of the words: around one of the parts, of which most files have none. */
function mayConcern(bytes: Buffer): boolean {
  return PART_NEEDLES.some((part) => {
    for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length)) {
      const around = bytes.toString('latin1', Math.max(0, at - LONGEST), at + LONGEST);
      if (WORDS_PATTERN.test(around)) return true;
    }
    return false;
  });
}

/** Reads a file into the buffer, which grows where it has to. */
function readInto(descriptor: number): number {
  let length = 0;
  for (;;) {
    length += readSync(descriptor, buffer, length, buffer.length - length, length);
    if (length < buffer.length) return length;
    const larger = Buffer.allocUnsafe(Math.max(fstatSync(descriptor).size + 1, length * 2));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }
}
