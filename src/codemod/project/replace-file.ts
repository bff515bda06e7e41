import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { temporaryBeside } from './temporary-files.js';

/** A file as it was when it was read. */
export interface FileBefore {
  readonly bytes: Buffer;
  readonly stat: Pick<Stats, 'mode' | 'nlink' | 'uid' | 'gid'>;
}

/**
 * Replaces a file in one step: a temporary file beside it is written in full and renamed. Whoever stops the program
 * finds the old file or the new one, whole. Its mode, owner and group stay.
 *
 * @param before the file when it was read; it is left alone where its content has changed since
 * @param partsLinks whether a file that goes by several names (hard links) may be replaced under this one alone
 * @throws where it cannot or must not be written
 */
export function replaceFile(path: string, before: FileBefore, after: Buffer, partsLinks = false): void {
  refuseProtected(path, before.stat, partsLinks);
  if (!readFileSync(path).equals(before.bytes)) throw new Error('the file has changed since it was read');
  const temporary = temporaryBeside(path);
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < after.length; ) at += writeSync(descriptor, after, at);
      keepOwner(descriptor, before.stat);
      fchmodSync(descriptor, before.stat.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A rename asks for no right to write the file, and gives one of its names to another file. */
function refuseProtected(path: string, { mode, nlink }: FileBefore['stat'], partsLinks: boolean): void {
  if ((mode & 0o222) === 0) throw new Error('it is read-only: make it writable first, as with chmod u+w');
  accessSync(path, constants.W_OK);
  if (nlink > 1 && !partsLinks)
    throw new Error(
      `it goes by ${nlink} names (hard links), and the others would keep the old content: add --force to replace it under this name alone, or make the change by hand`,
    );
}

function keepOwner(descriptor: number, { uid, gid }: FileBefore['stat']): void {
  const own = fstatSync(descriptor);
  if (own.uid === uid && own.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    throw new Error(
      `its owner and group (${uid}:${gid}) cannot be kept: run this as its owner, or make the change by hand`,
    );
  }
}
