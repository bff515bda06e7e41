import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file in one step: a temporary file beside it is written in full and renamed. Whoever stops the program
 * finds the old file or the new one, whole.
 *
 * @param before what the file held when it was read; it is left alone where that has changed since
 * @throws where it cannot be written
 */
export function replaceFile(path: string, before: Buffer, after: Buffer, mode: number): void {
  if (!readFileSync(path).equals(before)) throw new Error('the file has changed since it was read');
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < after.length; ) at += writeSync(descriptor, after, at);
      fchmodSync(descriptor, mode & 0o7777);
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
