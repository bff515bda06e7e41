import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The first line of a program that Node, or what runs TypeScript, is to run. */
const HASHBANG = /^#!.*\b(?:node|nodejs|bun|deno|tsx|ts-node)\b/;

const start = Buffer.alloc(128);

/** Whether a file without an extension says in its first line that it is JavaScript. */
export function isNodeScript(path: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    if (!fstatSync(descriptor).isFile()) return false;
    const length = readSync(descriptor, start, 0, start.length, 0);
    return HASHBANG.test(start.toString('latin1', 0, length));
  } catch {
    // What cannot be read names no interpreter.
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
