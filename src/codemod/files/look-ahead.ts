import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { mayConcernBytes } from './may-concern-bytes.js';
import { readCandidate } from './read-candidate.js';

/** What is known of a file. */
const UNKNOWN = 0;
const DULL = 1;
const TAKEN = 2;

interface Work {
  readonly paths: readonly string[];
  readonly known: Uint8Array;
}

/** By which the thread knows that it is this module's. */
const TASK = 'socketio-cors: look ahead';

/**
 * Looks through files on another processor, from the last one on, while whoever asks goes through them from the first.
 * Nobody waits for it, and nothing depends on it: what it has not come to is to be read.
 */
export class LookAhead {
  readonly #thread: Worker;
  readonly #indexes = new Map<string, number>();
  #known = new Uint8Array(new SharedArrayBuffer(0));

  /** Starts the thread, which takes a while. */
  constructor() {
    // Bundled as CommonJS, a module knows its file by its path.
    const here = import.meta.url;
    this.#thread = new Worker(here.startsWith('file:') ? new URL(here) : here, { workerData: TASK });
    // Without it everything is read here.
    this.#thread.on('error', () => undefined);
    this.#thread.unref();
  }

  /** Says which files there are. */
  begin(paths: readonly string[]): void {
    for (const [index, path] of paths.entries()) this.#indexes.set(path, index);
    this.#known = new Uint8Array(new SharedArrayBuffer(paths.length));
    this.#thread.postMessage({ paths, known: this.#known } satisfies Work);
  }

  /** Tells whether a file is known to hold nothing of interest; to ask for one is to take it over. */
  has(path: string): boolean {
    const index = this.#indexes.get(path);
    return index !== undefined && Atomics.compareExchange(this.#known, index, UNKNOWN, TAKEN) === DULL;
  }
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

if (!isMainThread && workerData === TASK) parentPort?.once('message', lookThrough);
