import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { isUtf16 } from './decode-source.js';
import { someWord } from './some-word.js';

/** A file whose bytes hold one of the tell-tale words. */
export interface Candidate {
  readonly bytes: Buffer;
  readonly stat: Stats;
}

/** Nobody edits a larger file by hand, and its syntax tree takes gigabytes; some are videos, which end in `.ts` too. */
const LARGEST = 5_000_000;

/** One more byte tells what is larger; pages that nothing is read into are not taken. */
const buffer = Buffer.allocUnsafe(LARGEST + 1);

/**
 * Reads a file, and keeps it only where it may concern Socket.IO: the one pass over every byte of a tree.
 *
 * @param isWorthIt looks at its bytes, which are those of another file afterwards; what is UTF-16 has the words at most
 * @returns undefined where it does not, or is no file, or a link, or larger than any that a person writes
 * @throws where it cannot be read
 */
export function readCandidate(
  path: string,
  isWorthIt: (bytes: Buffer) => boolean = (bytes) => someWord(bytes),
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
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    if (length > LARGEST) return undefined;
    const bytes = buffer.subarray(0, length);
    if (!(isUtf16(bytes) ? someWord(withoutNulls(bytes)) : isWorthIt(bytes))) return undefined;
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
