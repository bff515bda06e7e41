import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { dirname, relative, sep } from 'node:path';

/** A regular file as it was when it was read. */
export interface FileOnDisk {
  readonly bytes: Buffer;
  readonly stat: Stats;
}

/** The reason why a path was not read. */
export type NotRead = 'gone' | 'link' | 'not a file' | 'too large';

/** No hand-written source is larger, and the syntax tree of one takes gigabytes. Some are videos, which end in `.ts` too. */
export const LARGEST_SOURCE = 5_000_000;

const LARGEST_JSON = 1_000_000;
/** Lockfiles of large monorepos reach 10 MB. */
export const LARGEST_LOCKFILE = 50_000_000;

/**
 * Reads a regular file: never a link, a device or a pipe, and never more than a limit.
 *
 * @throws if the operating system refuses, for example for missing permissions
 */
export function readRegularFile(path: string, limit: number): FileOnDisk | NotRead {
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a pipe waits for a writer.
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'EMLINK') return 'link';
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'gone';
    if (code === 'ENXIO') return 'not a file';
    throw error;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return 'not a file';
    if (stat.size > limit) return 'too large';
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    return { bytes: bytes.subarray(0, length), stat };
  } finally {
    closeSync(descriptor);
  }
}

/** The text of a file that is only read, such as a lockfile; undefined if it cannot be read. */
export function readTextIfAny(path: string, limit = LARGEST_JSON): string | undefined {
  try {
    const file = readRegularFile(path, limit);
    return typeof file === 'string' ? undefined : file.bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** The object in a JSON file; an empty one if it cannot be read. */
export function readJsonObject(path: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readTextIfAny(path) ?? '{}'));
  } catch {
    return {};
  }
}

/** A folder and all that are around it, from the inside out. */
export function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

export function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The path of a file from a folder, with forward slashes. */
export const pathFrom = (folder: string, file: string): string => relative(folder, file).split(sep).join('/');

/** @returns undefined if there is nothing at the path */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
