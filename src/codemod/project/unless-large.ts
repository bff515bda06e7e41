import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** git reads files as a whole, eight at a time: videos, which end in `.ts` too, would take all the memory there is. */
const LARGE = 64_000_000;

/** By then git has looked through most trees, whose files need not be asked how large they are. */
const PATIENCE_MS = 250;

/**
 * Waits for a search, and stops it where it comes to large files.
 *
 * @param search what `stop` ends
 * @param names the files that it looks through, relative to the folder
 * @returns what it has found; undefined where it was stopped
 */
export async function unlessLarge<Found>(
  search: Promise<Found | undefined>,
  stop: AbortController,
  folder: string,
  names: Iterable<string>,
  patience = PATIENCE_MS,
): Promise<Found | undefined> {
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    await wait(patience, undefined, { signal: over.signal });
    let count = 0;
    for (const name of names) {
      if (over.signal.aborted) return;
      if (isLarge(join(folder, name))) return stop.abort();
      // What has been found by now is heard.
      if (++count % 200 === 0) await new Promise(setImmediate);
    }
  };
  watch().catch(() => undefined);
  try {
    const found = await search;
    return stop.signal.aborted ? undefined : found;
  } finally {
    over.abort();
  }
}

function isLarge(path: string): boolean {
  try {
    return lstatSync(path).size > LARGE;
  } catch {
    return false;
  }
}
