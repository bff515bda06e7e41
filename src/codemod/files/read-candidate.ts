import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { SOCKETS, TELLTALES } from '../may-concern-socket-io.js';

/** A file whose bytes hold one of the tell-tale words. */
export interface Candidate {
  readonly bytes: Buffer;
  readonly mode: number;
}

const NEEDLES = TELLTALES.map((word) => Buffer.from(word));

const SOCKET_NEEDLES = SOCKETS.map((word) => Buffer.from(word));

let buffer = Buffer.allocUnsafe(1 << 18);

/**
 * Reads a file, and keeps it only where it may concern Socket.IO: the one pass over every byte of a tree.
 *
 * @returns undefined where it does not, or is no file, or a link
 * @throws where it cannot be read
 */
export function readCandidate(path: string): Candidate | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link, or what git still lists though it is gone.
    if (code === 'ELOOP' || code === 'ENOENT' || code === 'EMLINK') return undefined;
    throw error;
  }
  try {
    let length = readSync(descriptor, buffer, 0, buffer.length, 0);
    if (length === buffer.length) length = readRest(descriptor, length);
    const bytes = buffer.subarray(0, length);
    if (!mayConcern(bytes)) return undefined;
    const stat = fstatSync(descriptor);
    return stat.isFile() ? { bytes: Buffer.from(bytes), mode: stat.mode } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Whether bytes hold one of the words; most hold none, so that the common part of two is looked for first. */
function mayConcern(bytes: Buffer): boolean {
  const [common, ...others] = NEEDLES as [Buffer, ...Buffer[]];
  if (others.some((needle) => bytes.includes(needle))) return true;
  return bytes.includes(common) && SOCKET_NEEDLES.some((needle) => bytes.includes(needle));
}

/** Reads on where a file is longer than the buffer, which grows. */
function readRest(descriptor: number, start: number): number {
  let length = start;
  for (;;) {
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    const read = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (read === 0) return length;
    length += read;
  }
}
