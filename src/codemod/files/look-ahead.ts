import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { mayConcernBytes } from './may-concern-bytes.js';
import { readCandidate } from './read-candidate.js';

/** What is known of a file. */
const UNKNOWN = 0;
const DULL = 1;
const TAKEN = 2;

interface Work {
  readonly task: typeof TASK;
  readonly paths: readonly string[];
  readonly known: Uint8Array;
}

/** By which the thread knows that it is this module's. */
const TASK = 'socketio-cors: look ahead';

/**
 * Looks through files on another processor, from the last one on, while whoever asks goes through them from the first.
 * Nobody waits for it, and nothing depends on it: what it has not come to is to be read.
 *
 * @returns tells whether a file holds nothing of interest; to ask for one is to take it over
 */
export function lookAhead(paths: readonly string[]): { has(path: string): boolean } {
  const known = new Uint8Array(new SharedArrayBuffer(paths.length));
  const indexes = new Map(paths.map((path, index) => [path, index]));
  const work: Work = { task: TASK, paths, known };
  // Bundled as CommonJS, a module knows its file by its path.
  const here = import.meta.url;
  const thread = new Worker(here.startsWith('file:') ? new URL(here) : here, { workerData: work });
  // Without it everything is read here.
  thread.on('error', () => undefined);
  thread.unref();
  return {
    has(path) {
      const index = indexes.get(path);
      return index !== undefined && Atomics.compareExchange(known, index, UNKNOWN, TAKEN) === DULL;
    },
  };
}

function lookThrough({ paths, known }: Work): void {
  for (let index = paths.length - 1; index >= 0; index--) {
    // Where the two meet, all is done.
    if (Atomics.load(known, index) !== UNKNOWN) return;
    if (isDull(paths[index] as string)) Atomics.compareExchange(known, index, UNKNOWN, DULL);
  }
}

function isDull(path: string): boolean {
  try {
    return readCandidate(path, mayConcernBytes) === undefined;
  } catch {
    // To be reported by whoever has to do with it.
    return false;
  }
}

if (!isMainThread && (workerData as Partial<Work> | null)?.task === TASK) lookThrough(workerData as Work);
