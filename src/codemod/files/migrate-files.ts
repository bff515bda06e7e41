import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Finding, MigrateOptions, MigrateResult } from '../finding.js';
import { decodeSource, isGenerated } from './decode-source.js';
import { ReleaseDetector } from './detect-release.js';
import type { Discovered } from './discover-files.js';
import { mayConcernBytes } from './may-concern-bytes.js';
import { type Candidate, readCandidate } from './read-candidate.js';

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

export interface MigrateFilesOptions extends MigrateOptions {
  readonly write: boolean;
  /** Whether a file that goes by several names (hard links) may be replaced under one of them. */
  readonly partsLinks: boolean;
  readonly manifests: boolean;
  readonly cwd: string;
  /** Called after each file that was read, with how many there are. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Whether to stop after the file at hand. */
  readonly isStopped?: () => boolean;
}

/** Migrates files, one after the other; one that fails is reported, and the others are done. */
export async function migrateFiles(
  { sources, manifests, repositories, unreadable, dull }: Discovered,
  options: MigrateFilesOptions,
): Promise<MigrationReport> {
  const files: FileReport[] = unreadable.map(({ path, message }) =>
    failed(pathFrom(options.cwd, resolve(options.cwd, path)), message),
  );
  const detector = new ReleaseDetector();
  const all = sources.length + (options.manifests ? manifests.length : 0);
  let done = 0;
  let stopped = false;
  // The manifests are read before they are changed, for they say what the sources are written for.
  const queue = [
    ...sources.map((path) => ({ path, migrate: migrateOne, isWorthIt: mayConcernBytes })),
    ...(options.manifests ? manifests : []).map((path) => ({
      path,
      migrate: upgradeOne,
      isWorthIt: undefined,
    })),
  ];
  for (const { path, migrate, isWorthIt } of queue) {
    let isWritten = false;
    stopped = options.isStopped?.() ?? false;
    if (stopped) break;
    try {
      const candidate = dull.has(path) ? undefined : readCandidate(path, isWorthIt);
      const isOurs = candidate !== undefined && !isBehindLink(path);
      const report = isOurs ? await migrate(path, candidate, detector, options) : undefined;
      if (report !== undefined) files.push(report);
      isWritten = options.write && report?.changed === true;
    } catch (error) {
      files.push(failed(pathFrom(options.cwd, path), (error as Error).message));
    }
    done++;
    options.onProgress?.(done, all);
    // A signal is heard between two files only.
    if (isWritten || done % 200 === 0) await new Promise(setImmediate);
  }
  const within = repositories.map((path) => pathFrom(options.cwd, path));
  return { files, scanned: done, repositories: within, stopped };
}

/** Whether a folder on the way is a link by now: git lists a tracked file even then. */
function isBehindLink(path: string): boolean {
  return realpathSync(dirname(path)) !== dirname(path);
}

/** Loads the parser, and what works on its trees: a tenth of a second. */
export function loadMigration(): Promise<typeof import('../migrate-source.js')> {
  return import('../migrate-source.js');
}

async function migrateOne(
  path: string,
  candidate: Candidate,
  detector: ReleaseDetector,
  options: MigrateFilesOptions,
): Promise<FileReport | undefined> {
  const { code, encode } = decodeSource(candidate.bytes);
  if (isGenerated(code)) return undefined;
  const { migrateSource } = await loadMigration();
  const from = options.from ?? detector.releaseFor(path);
  const { to, semantics, missingOrigin, keepV2Clients } = options;
  const result = migrateSource(code, { filename: path, from, to, semantics, missingOrigin, keepV2Clients });
  return finish(path, candidate, code, encode, result, options);
}

async function upgradeOne(
  path: string,
  candidate: Candidate,
  _detector: ReleaseDetector,
  options: MigrateFilesOptions,
): Promise<FileReport | undefined> {
  const { code, encode } = decodeSource(candidate.bytes);
  const { migrateManifest } = await import('./migrate-manifest.js');
  const { newestTarget } = await import('./newest-target.js');
  const result = migrateManifest(code, newestTarget(options.to), options.keepV2Clients ?? false);
  return finish(path, candidate, code, encode, result, options);
}

async function finish(
  path: string,
  candidate: Candidate,
  before: string,
  encode: (code: string) => Buffer | undefined,
  { code, changed, findings, failure }: MigrateResult,
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
