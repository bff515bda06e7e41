import { resolve } from 'node:path';
import { namesOrigins } from '../detect/hidden-settings.js';
import { isNoCode, unreadSurvey } from '../survey.js';
import type { FileSurvey } from '../types.js';
import { type DiscoveredFile, discover, type Skipped } from './discover.js';
import { Loads } from './loads.js';
import { Packages } from './packages.js';
import { LARGEST_SOURCE, readRegularFile, readTextIfAny, realPathOf } from './read.js';
import { decodeUtf8, isCompiled, leftOut, readSource, type Source } from './sources.js';

/** The files to read. */
export interface ProjectOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  /** Patterns of paths to leave out. */
  readonly ignore: readonly string[];
  /** Whether files named package.json may change. */
  readonly packageJson: boolean;
  /** Called for each file that is read, with the number of all files. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** All that a run knows of the files. It is read once, and never changes. */
export interface Project {
  readonly packages: Packages;
  readonly loads: Loads;
  /** The files that may concern Socket.IO. */
  readonly sources: readonly Source[];
  /** Each package.json that may change. */
  readonly manifests: readonly Source[];
  /** JSON files with settings that others load. */
  readonly settings: readonly FileSurvey[];
  /** What was not read at all. */
  readonly skipped: readonly Skipped[];
  /** How many files were looked at, apart from those that are only read. */
  readonly scanned: number;
}

/** Goes through files one after the other. An error fails only its file. */
export class Work {
  /** The failures, by path. */
  readonly failed = new Map<string, string>();

  each<T extends DiscoveredFile, R>(files: Iterable<T>, work: (file: T) => R | undefined): R[] {
    const results: R[] = [];
    for (const file of files)
      try {
        const result = work(file);
        if (result !== undefined) results.push(result);
      } catch (error) {
        this.failed.set(file.path, (error as Error).message);
      }
    return results;
  }
}

/** Whether a file may be changed and reported, rather than only read. */
export const isToChange = ({ named }: DiscoveredFile): boolean => named !== 'package';

/** Finds the files of a run, and reads those that may concern Socket.IO. */
export function readProject(options: ProjectOptions, work: Work): Project {
  const packages = new Packages(
    options.paths.flatMap((path) => realPathOf(resolve(options.cwd, path)) ?? []),
  );
  const { files, skipped, unreadable } = discover(options.paths, options.cwd, options.ignore, packages);
  for (const { path, reason } of unreadable) work.failed.set(path, reason);
  const loads = new Loads(files, packages);
  const known = new Map<string, Source>();
  const read = (file: DiscoveredFile): Source | undefined => {
    const vendored = packages.vendoredName(packages.folderOf(file.path));
    return file.kind === 'package.json'
      ? readManifest(file, vendored)
      : readSource(file, vendored, (code) => loads.note(file, code));
  };
  const candidates = files.filter(({ kind }) => kind !== 'package.json');
  const manifests = files.filter((file) => file.kind === 'package.json' && isToChange(file));
  function* everyFile() {
    yield* candidates;
    // It grows while the files are read, because these load others in turn.
    yield* loads.leftOut.values();
  }
  let done = 0;
  work.each(everyFile(), (file) => {
    options.onProgress?.(Math.min(++done, candidates.length), candidates.length);
    const source = known.has(file.path) ? undefined : read(file);
    if (source !== undefined) known.set(file.path, source);
  });
  const naming = [...known.values()].filter(isNaming);
  const folders = new Set(naming.map(({ path }) => packages.folderOf(path)));
  const programs = new Set([...folders].flatMap((folder) => [...loads.relatedTo(folder)]));
  // All other traces matter only in a program with a name.
  const concerns = ({ path, trace = 'name' }: Source) =>
    trace === 'name' || programs.has(packages.folderOf(path));
  // git ignores some left-out files because a tool wrote them.
  const isPart = (source: Source) =>
    source.kind !== 'source' || !loads.leftOut.has(source.path) || isHandwritten(source);
  const paths = new Set([...everyFile()].map(({ path }) => path));
  return {
    packages,
    loads,
    sources: [...paths]
      .flatMap((path) => known.get(path) ?? [])
      .filter((source) => concerns(source) && isPart(source)),
    manifests: options.packageJson ? work.each(manifests, read) : [],
    settings: [...loads.data]
      .map((path) => ({ ...unreadSurvey(path, ''), namesOrigins: namesOrigins(readTextIfAny(path) ?? '') }))
      .filter((other) => other.namesOrigins),
    skipped,
    scanned: candidates.filter(isToChange).length + manifests.length,
  };
}

/** Whether a file names Socket.IO, or a setting of v2, or cannot be read as it is, so that it may. */
const isNaming = ({ code, isUnread, trace = 'name' }: Source): boolean =>
  trace === 'name' && (code !== '' || isUnread === true);

const isHandwritten = ({ path, code, skipped, isUnread }: Source): boolean =>
  isUnread || (skipped === undefined && !isCompiled(code) && !isNoCode(path, code));

function readManifest(file: DiscoveredFile, vendored: string | undefined): Source | undefined {
  const onDisk = readRegularFile(file.path, LARGEST_SOURCE);
  if (onDisk === 'gone') return undefined;
  if (vendored !== undefined) return leftOut(file, 'the package.json of a copy of Socket.IO itself');
  const code = typeof onDisk === 'string' ? undefined : decodeUtf8(onDisk.bytes);
  if (code === undefined || typeof onDisk === 'string') return leftOut(file, 'not a regular file in UTF-8');
  return { ...file, onDisk, code, isGenerated: false };
}
