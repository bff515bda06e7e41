import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MigrateOptions, MigrateResult } from '../types.js';
import { decodeSource, isGenerated } from './decode-source.js';
import { mayConcernBytes } from './may-concern-bytes.js';
import { type Candidate, readCandidate } from './read-candidate.js';
import { ReleaseDetector } from './release-detector.js';

/** What a file is to become; nothing is written yet. */
export interface MigratedFile extends MigrateResult {
  readonly candidate: Candidate;
  /** The code before. */
  readonly before: string;
  /** The way back to bytes, if there is one for a text. */
  readonly encode: (code: string) => Buffer | undefined;
  /** What becomes of it where another file sets origins on a server that it does not make, if that depends on it. */
  readonly whereSetElsewhere?: () => MigratedFile;
}

/** Migrates the file at a path; gives undefined where it is none of ours. */
export type MigrateFile = (path: string) => Promise<MigratedFile | undefined>;

/**
 * Reads sources, and migrates what may concern Socket.IO.
 *
 * @throws where a file cannot be read
 */
export function sourceMigration(options: MigrateOptions): MigrateFile {
  const detector = new ReleaseDetector();
  const { to, semantics, missingOrigin, keepV2Clients } = options;
  return async (path) => {
    const candidate = readOwn(path, mayConcernBytes);
    if (candidate === undefined) return undefined;
    const { code: before, encode } = decodeSource(candidate.bytes);
    if (isGenerated(before)) return undefined;
    const { migrateSource } = await loadMigration();
    const from = options.from ?? detector.releaseFor(path);
    const fileOptions = { filename: path, from, to, semantics, missingOrigin, keepV2Clients };
    const file = { candidate, before, encode, ...migrateSource(before, fileOptions) };
    if (!file.findings.some(({ code }) => code.startsWith('ALLOW_ALL_'))) return file;
    const whereSetElsewhere = () => ({
      ...file,
      ...migrateSource(before, { ...fileOptions, isSetElsewhere: true }),
    });
    return { ...file, whereSetElsewhere };
  };
}

/**
 * Reads manifests, and brings what belongs to Socket.IO to v4.
 *
 * @throws where a file cannot be read
 */
export function manifestMigration({ to, keepV2Clients = false }: MigrateOptions): MigrateFile {
  return async (path) => {
    const candidate = readOwn(path);
    if (candidate === undefined) return undefined;
    const { code: before, encode } = decodeSource(candidate.bytes);
    const { migrateManifest } = await import('./migrate-manifest.js');
    const { newestTarget } = await import('./newest-target.js');
    return { candidate, before, encode, ...migrateManifest(before, newestTarget(to), keepV2Clients) };
  };
}

/** Loads the parser, and what works on its trees: a tenth of a second. */
export function loadMigration(): Promise<typeof import('../migrate-source.js')> {
  return import('../migrate-source.js');
}

/** Git lists a tracked file even where a folder on the way is a link by now. */
function readOwn(path: string, isWorthIt?: (bytes: Buffer) => boolean): Candidate | undefined {
  const candidate = readCandidate(path, isWorthIt);
  const isBehindLink = candidate !== undefined && realpathSync(dirname(path)) !== dirname(path);
  return isBehindLink ? undefined : candidate;
}
