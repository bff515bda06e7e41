import { namesOrigins } from '../detect/hidden-settings.js';
import { nameIn, type Trace, traceIn } from '../detect/prefilter.js';
import { concernsServers, isNoCode, surveySource, unreadSurvey } from '../survey.js';
import type { FileSurvey } from '../types.js';
import { type DiscoveredFile, discover, type Skipped } from './discover.js';
import { Loads } from './loads.js';
import { Packages } from './packages.js';
import { LARGEST_SOURCE, readRegularFile, readTextIfAny } from './read.js';
import { decodeUtf8, isCompiled, type LeftOut, readSource, type Source } from './sources.js';

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
  /** Files that make or set servers, but cannot be read as they are. */
  readonly unread: readonly FileSurvey[];
  /** JSON files with settings that others load. */
  readonly settings: readonly FileSurvey[];
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
  const packages = new Packages();
  const found = discover(options.paths, options.cwd, options.ignore, packages);
  for (const { path, reason } of found.unreadable) work.failed.set(path, reason);
  const loads = new Loads(found.files, packages);
  const skipped = [...found.skipped];
  const unread = new Map<string, string>();
  const known = new Set<string>();
  const read = (file: DiscoveredFile, find?: (text: string) => Trace | undefined): Source | undefined => {
    const vendored = packages.vendoredName(packages.folderOf(file.path));
    const source =
      file.kind === 'package.json'
        ? readManifest(file, vendored)
        : readSource(file, vendored, find, (code) => loads.note(file, code));
    if (source === undefined) return undefined;
    known.add(file.path);
    if ('code' in source) return source;
    if (source.unread !== undefined) unread.set(file.path, source.unread);
    if (isToChange(file)) skipped.push({ path: file.path, reason: source.reason });
    return undefined;
  };
  const candidates = found.files.filter(({ kind }) => kind !== 'package.json');
  const manifests = found.files.filter((file) => file.kind === 'package.json' && isToChange(file));
  function* everyFile() {
    yield* candidates;
    // It grows while the files are read, because these load others in turn.
    yield* loads.leftOut.values();
  }
  const readThose = (
    isWanted: (file: DiscoveredFile) => boolean,
    find: (text: string) => Trace | undefined,
  ) =>
    work.each(everyFile(), (file) =>
      known.has(file.path) || !isWanted(file) ? undefined : read(file, find),
    );
  let done = 0;
  const naming = readThose(() => {
    options.onProgress?.(Math.min(++done, candidates.length), candidates.length);
    return true;
  }, nameIn);
  // All other traces matter only in a program with one of those.
  const folders = [...naming.map(({ path }) => path), ...unread.keys()].map((path) =>
    packages.folderOf(path),
  );
  const programs = new Set([...new Set(folders)].flatMap((folder) => [...loads.relatedTo(folder)]));
  const others = readThose(({ path }) => programs.has(packages.folderOf(path)), traceIn);
  const byPath = new Map([...naming, ...others].map((source) => [source.path, source]));
  // git ignores some left-out files because a tool wrote them.
  const isPart = (source: Source) =>
    source.kind !== 'source' || !loads.leftOut.has(source.path) || isHandwritten(source);
  const sources = [...new Set([...everyFile()].map(({ path }) => path))]
    .flatMap((path) => byPath.get(path) ?? [])
    .filter(isPart);
  return {
    packages,
    loads,
    sources,
    manifests: options.packageJson ? work.each(manifests, read) : [],
    unread: [...unread].flatMap(([path, code]) => surveyUnread(path, code, loads)),
    settings: [...loads.data]
      .map((path) => ({ ...unreadSurvey(path, ''), namesOrigins: namesOrigins(readTextIfAny(path) ?? '') }))
      .filter(({ namesOrigins: named }) => named !== undefined),
    skipped,
    scanned: candidates.filter(isToChange).length + manifests.length,
  };
}

const isHandwritten = ({ path, code, skipped }: Source): boolean =>
  skipped === undefined && !isCompiled(code) && !isNoCode(path, code);

function readManifest(file: DiscoveredFile, vendored: string | undefined): Source | LeftOut | undefined {
  const onDisk = readRegularFile(file.path, LARGEST_SOURCE);
  if (onDisk === 'gone') return undefined;
  if (vendored !== undefined) return { reason: 'the package.json of a copy of Socket.IO itself' };
  const code = typeof onDisk === 'string' ? undefined : decodeUtf8(onDisk.bytes);
  if (code === undefined || typeof onDisk === 'string') return { reason: 'not a regular file in UTF-8' };
  return { ...file, onDisk, code, isGenerated: false };
}

/** A file that is loaded, and whose text cannot be read either, is taken for one that sets the servers of its package. */
function surveyUnread(path: string, code: string, { loaded }: Loads): FileSurvey[] {
  const text = code === '' ? undefined : code;
  const survey = text === undefined ? undefined : surveySource(text, path);
  const isPart = text !== undefined || loaded.has(path);
  const assumed = survey ?? (isPart ? unreadSurvey(path, text) : undefined);
  return assumed !== undefined && concernsServers(assumed) ? [assumed] : [];
}
