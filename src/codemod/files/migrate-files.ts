import { relative, resolve, sep } from 'node:path';
import type { Finding } from '../findings/finding.js';
import type { Discovered } from './discover-files.js';
import type { MigratedFile, MigrateFile } from './migrate-file.js';

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

/** Migrates files, one after the other; one that fails is reported, and the others are done. */
export async function migrateFiles(
  { sources, manifests, repositories, unreadable }: Discovered,
  options: MigrateFilesOptions,
): Promise<MigrationReport> {
  const { source, manifest, cwd, isStopped, onProgress } = options;
  const files: FileReport[] = unreadable.map(({ path, message }) =>
    failed(pathFrom(cwd, resolve(cwd, path)), message),
  );
  const kinds = [
    { ...sources, migrate: source },
    // They are read before they are changed, for they say what the sources are written for.
    ...(manifest === undefined ? [] : [{ ...manifests, migrate: manifest }]),
  ];
  const all = kinds.reduce((sum, { paths, dull }) => sum + paths.length + dull, 0);
  let done = kinds.reduce((sum, { dull }) => sum + dull, 0);
  const queue = kinds.flatMap(({ paths, migrate }) => paths.map((path) => ({ path, migrate })));
  let stopped = false;
  for (const { path, migrate } of queue) {
    stopped = isStopped?.() ?? false;
    if (stopped) break;
    const report = await migrateOne(path, migrate, options);
    if (report !== undefined) files.push(report);
    done++;
    onProgress?.(done, all);
    // A signal is heard between two files only.
    if (report?.changed === true || done % 200 === 0) await new Promise(setImmediate);
  }
  const within = repositories.map((path) => pathFrom(cwd, path));
  return { files, scanned: done, repositories: within, stopped };
}

async function migrateOne(
  path: string,
  migrate: MigrateFile,
  options: MigrateFilesOptions,
): Promise<FileReport | undefined> {
  try {
    const file = await migrate(path);
    return file === undefined ? undefined : await finish(path, file, options);
  } catch (error) {
    return failed(pathFrom(options.cwd, path), (error as Error).message);
  }
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
