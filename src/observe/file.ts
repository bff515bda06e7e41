import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';
import { describeFileError } from '../messages/message.js';
import { observeProblems } from '../messages/observe.js';
import { parseReport } from './merge.js';
import type { StoredReport } from './report.js';

/** Thrown for a file of totals that cannot be continued or written; nothing is observed then. */
export class ObserveFileError extends Error {
  override readonly name = 'ObserveFileError';
  readonly code = 'ERR_OBSERVE_FILE';

  constructor(problem: string) {
    super(`file: ${problem}`);
  }
}

/** The process that writes a file, as its lock names it. */
interface Owner {
  readonly token: string;
  /** The machine or container in which its process id is valid. */
  readonly place: string;
  readonly pid: number;
  /** When the process started, which tells it from a later one with the same id; null if the system does not say. */
  readonly started: string | null;
  /** How often the lock is touched, in milliseconds. */
  readonly every: number;
}

const SUCCESSORS = 1000;

/**
 * The file of one process's totals. Each process has its own, with a lock beside it: the first live one writes
 * `handshakes.json`, the second `handshakes-2.json`, and so on. The file of a process that is gone is continued.
 */
export class TotalsFile {
  readonly path: string;
  /** The totals that it held. */
  readonly before: StoredReport | undefined;
  readonly #lock: string;
  readonly #owner: Owner;

  private constructor(path: string, lock: string, owner: Owner) {
    this.path = path;
    this.#lock = lock;
    this.#owner = owner;
    this.before = readTotals(path);
  }

  /**
   * Takes the first file that no live process writes.
   *
   * @param every how often it will be written, in milliseconds
   * @throws ObserveFileError for a file that is not a report, or a folder that cannot be written to
   */
  static open(file: string, every: number): TotalsFile {
    const { dir, name, ext } = parse(file);
    const token = randomBytes(12).toString('hex');
    const owner = { token, place: place(), pid: process.pid, started: startOf(process.pid), every };
    for (let number = 1; number <= SUCCESSORS; number++) {
      const path = resolved(number === 1 ? file : join(dir, `${name}-${number}${ext}`));
      const lock = `${path}.lock`;
      if (!takeLock(lock, owner)) continue;
      try {
        return new TotalsFile(path, lock, owner);
      } catch (error) {
        unlink(lock);
        throw error;
      }
    }
    throw new ObserveFileError(observeProblems.tooMany(file));
  }

  /**
   * Writes the totals for the first time.
   *
   * @throws ObserveFileError if that is not possible
   */
  writeFirst(report: StoredReport): void {
    try {
      this.write(report);
    } catch (error) {
      throw new ObserveFileError(observeProblems.notWritable(this.path, describeFileError(error)));
    }
  }

  /**
   * Writes the totals in one step, so that a reader finds the old or the new ones.
   *
   * @returns false if another process has taken the file over, because it believed that this one was gone
   */
  write(report: StoredReport): boolean {
    if (!this.isOurs()) return false;
    const temporary = `${this.path}.${this.#owner.token}.tmp`;
    try {
      fs.writeFileSync(temporary, `${JSON.stringify(report, null, 2)}\n`);
      fs.renameSync(temporary, this.path);
    } catch (error) {
      unlink(temporary);
      throw error;
    }
    const now = new Date();
    fs.utimesSync(this.#lock, now, now);
    return true;
  }

  /** Whether the lock is still this process's. If it was deleted together with the file, it is made again. */
  private isOurs(): boolean {
    if (!fs.existsSync(this.#lock) && !fs.existsSync(this.path)) writeLock(this.#lock, this.#owner);
    return ownerIn(this.#lock)?.token === this.#owner.token;
  }

  /** Leaves the file to the next process. */
  close(): void {
    if (ownerIn(this.#lock)?.token === this.#owner.token) unlink(this.#lock);
  }
}

function unlink(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch {
    // It is gone, or the folder is: there is nothing left to clean up.
  }
}

/**
 * The file itself, wherever the process works later. A link is followed, also to a file that is not there yet: renaming onto
 * it would replace it.
 */
function resolved(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    // The file, or the one that it links to, does not exist yet.
  }
  try {
    return resolve(dirname(file), fs.readlinkSync(file));
  } catch {
    return resolve(file);
  }
}

function readTotals(path: string): StoredReport | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ObserveFileError(observeProblems.unreadable(path, describeFileError(error)));
  }
  const report = parseReport(text);
  if (report === undefined) throw new ObserveFileError(observeProblems.foreign(path));
  return report;
}

/** @throws Error with the code `EEXIST` if there is one */
function writeLock(lock: string, owner: Owner): void {
  fs.writeFileSync(lock, JSON.stringify(owner), { flag: 'wx' });
}

/** @returns false if a live process has it */
function takeLock(lock: string, owner: Owner): boolean {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeLock(lock, owner);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new ObserveFileError(observeProblems.notWritable(lock, describeFileError(error)));
    }
    const other = ownerIn(lock);
    if (isAlive(lock, other) || !removeLock(lock, other, owner.token)) return false;
  }
  return false;
}

/** Removes the lock of a process that is gone. If several processes try, one does, and none removes the lock of the next. */
function removeLock(lock: string, gone: Owner | undefined, token: string): boolean {
  const aside = `${lock}.${token}`;
  try {
    fs.renameSync(lock, aside);
  } catch (error) {
    // Another process was faster. The next attempt shows whether its lock is a live one.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
  const isGones = ownerIn(aside)?.token === gone?.token;
  // Another process has taken it in between, and gets its lock back.
  if (!isGones && !fs.existsSync(lock)) fs.renameSync(aside, lock);
  else fs.unlinkSync(aside);
  return isGones;
}

function ownerIn(lock: string): Owner | undefined {
  try {
    const owner = JSON.parse(fs.readFileSync(lock, 'utf8')) as Partial<Owner> | null;
    return typeof owner?.token === 'string' && typeof owner.pid === 'number' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

/** Three writes missed, and a minute more. */
const patience = (every: number) => 3 * every + 60_000;

function isAlive(lock: string, owner: Owner | undefined): boolean {
  // A lock without an owner is being written right now, or was left half written.
  const isFresh = isTouchedWithin(lock, owner === undefined ? 10_000 : patience(owner.every));
  if (owner === undefined || owner.place !== place()) return isFresh;
  if (!isRunning(owner.pid)) return false;
  const started = startOf(owner.pid);
  // Another process may have the id by now.
  return owner.started !== null && started !== null ? owner.started === started : isFresh;
}

function place(): string {
  try {
    return `${hostname()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isTouchedWithin(lock: string, milliseconds: number): boolean {
  try {
    // If the clock was set back, this time is in the future.
    return Math.abs(Date.now() - fs.statSync(lock).mtimeMs) < milliseconds;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is running, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in ticks since this boot of the machine. Linux says so; elsewhere the lock's age decides. */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // proc(5): field 22; the name in brackets before it may have spaces.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}
