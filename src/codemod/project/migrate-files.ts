import { relative, resolve, sep } from 'node:path';
import type { Finding } from '../types.js';
import type { Discovered } from './discover-files.js';
import type { MigratedFile, MigrateFile } from './migrate-file.js';
import { packageOf } from './package-of.js';

/** What became of a file. */
export interface FileReport {
  /** Relative to the current folder, with forward slashes. */
  readonly path: string;
  readonly changed: boolean;
  readonly findings: readonly Finding[];
  /** Why it was left alone, where it could not be read, parsed or written. */
  readonly error?: string;
  /** The code before and after, where it changed. */
  readonly before?: string;
  readonly after?: string;
}

/** What became of all of them. */
export interface MigrationReport {
  /** Those that changed, have findings, or failed. */
  readonly files: readonly FileReport[];
  readonly scanned: number;
  /** Repositories within that were not looked into, relative to the current folder. */
  readonly repositories: readonly string[];
  /** Whether it was stopped before the end. */
  readonly stopped: boolean;
}

export interface MigrateFilesOptions {
  readonly source: MigrateFile;
  /** Left out where manifests are not to be touched. */
  readonly manifest?: MigrateFile | undefined;
  readonly write: boolean;
  /** Whether a file that goes by several names (hard links) may be replaced under one of them. */
  readonly partsLinks: boolean;
  readonly cwd: string;
  /** Called after each file that was read, with how many there are. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Whether to stop after the file at hand. */
  readonly isStopped?: () => boolean;
}

/**
 * Migrates files, one after the other; one that fails is reported, and the others are done. What depends on whether
 * other files of its package set origins on its servers is finished once all are read.
 */
export async function migrateFiles(
  { sources, manifests, repositories, unreadable }: Discovered,
  options: MigrateFilesOptions,
): Promise<MigrationReport> {
  const { source, manifest, cwd, isStopped, onProgress } = options;
  const reports = new Map<string, FileReport | undefined>(
    unreadable.map(({ path, message }) => [path, failed(pathFrom(cwd, resolve(cwd, path)), message)]),
  );
  const settle = async (path: string, work: () => Promise<FileReport | undefined>): Promise<void> => {
    const failure = (error: Error) => failed(pathFrom(cwd, path), error.message);
    reports.set(path, await work().catch(failure));
    // A signal is heard between two files only.
    if (reports.get(path)?.changed === true) await new Promise(setImmediate);
  };
  const kinds = [
    { ...sources, migrate: source },
    // They are read before they are changed, for they say what the sources are written for.
    ...(manifest === undefined ? [] : [{ ...manifests, migrate: manifest }]),
  ];
  const all = kinds.reduce((sum, { paths, dull }) => sum + paths.length + dull, 0);
  let done = kinds.reduce((sum, { dull }) => sum + dull, 0);
  let stopped = false;
  const goesOn = () => {
    stopped ||= isStopped?.() ?? false;
    return !stopped;
  };
  for (const { paths, migrate } of kinds) {
    const waiting = new Map<string, MigratedFile>();
    const setElsewhere = new Set<string>();
    for (const path of paths) {
      if (!goesOn()) break;
      await settle(path, async () => {
        const file = await migrate(path);
        if (file?.setsServerElsewhere) setElsewhere.add(packageOf(path));
        if (file?.whereSetElsewhere === undefined) return file && finish(path, file, options);
        waiting.set(path, file);
        return undefined;
      });
      done++;
      onProgress?.(done, all);
      if (done % 200 === 0) await new Promise(setImmediate);
    }
    for (const [path, file] of waiting) {
      if (!goesOn()) break;
      await settle(path, async () => {
        const other = setElsewhere.has(packageOf(path)) ? file.whereSetElsewhere?.() : undefined;
        return finish(path, other ?? file, options);
      });
    }
  }
  const files = [...reports.values()].filter((report) => report !== undefined);
  const within = repositories.map((path) => pathFrom(cwd, path));
  return { files, scanned: done, repositories: within, stopped };
}

async function finish(
  path: string,
  { candidate, before, encode, code, changed, findings, failure }: MigratedFile,
  { write, partsLinks, cwd }: MigrateFilesOptions,
): Promise<FileReport | undefined> {
  const name = pathFrom(cwd, path);
  if (failure) return failed(name, `${failure.message} (${failure.line}:${failure.column})`);
  if (!changed) return findings.length === 0 ? undefined : { path: name, changed, findings };
  if (write) {
    const after = encode(code);
    if (after === undefined) return failed(name, 'the file is neither UTF-8 nor can it take the new text');
    const { replaceFile } = await import('./replace-file.js');
    replaceFile(path, candidate, after, partsLinks);
  }
  return { path: name, changed, findings, before, after: code };
}

function failed(path: string, error: string): FileReport {
  return { path, changed: false, findings: [], error };
}

function pathFrom(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join('/') || path;
}
