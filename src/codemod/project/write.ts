import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type FileOnDisk, isWithin, LARGEST_SOURCE, readRegularFile } from './read.js';

/** A file as it was when it was read. It stays if its content has changed since. */
interface ReadFile {
  readonly path: string;
  /** The folder outside of which nothing is written, even if a folder below it has become a link. */
  readonly root: string;
  readonly onDisk: FileOnDisk;
}

/**
 * Replaces a file in one step: a temporary file beside it is written in full, then renamed. Interrupted at any time, the
 * old file or the new one is there, whole. The mode stays.
 *
 * The path is checked again here, because a folder of it may have been swapped for a link since the file was read. Node
 * has no `openat`, so the folder is checked once more right before the rename.
 *
 * @throws if the file cannot or must not be written
 */
export function replaceFile(file: ReadFile, after: Buffer): void {
  const { path, root, onDisk } = file;
  const folder = dirname(path);
  requireUnmoved(folder, root);
  requireWritable(file);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${process.pid}.socketio-cors.tmp`);
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      for (let at = 0; at < after.length; ) at += writeSync(descriptor, after, at);
      fchmodSync(descriptor, onDisk.stat.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    requireUnmoved(folder, root);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function requireUnmoved(folder: string, root: string): void {
  const real = realpathSync(folder);
  if (real !== folder || !isWithin(real, root))
    throw new Error('its folder has become a link since it was read');
}

/** Checks what a rename does not: that the file is as it was read, and writable. */
function requireWritable({ path, onDisk }: ReadFile): void {
  const now = readRegularFile(path, LARGEST_SOURCE);
  if (typeof now === 'string' || !now.bytes.equals(onDisk.bytes))
    throw new Error('the file has changed since it was read');
  if ((lstatSync(path).mode & 0o222) === 0)
    throw new Error('it is read-only: make it writable first, for example with chmod u+w');
  accessSync(path, constants.W_OK);
}
