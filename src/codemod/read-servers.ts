import type { MissingOrigin, OriginRule } from '../origins/policy.js';
import { answersOf } from './analyze/function-answers.js';
import { isLegacySite } from './analyze/is-legacy-site.js';
import { ManualReview } from './analyze/manual-review.js';
import { originsSetting } from './analyze/origins.js';
import { ownCheck } from './analyze/own-check.js';
import { type CorsReaders, readCors } from './analyze/read-cors.js';
import { readOptions, settingOf } from './analyze/read-options.js';
import { isModernRelease, type Releases, readOrigins, releasesOf } from './analyze/read-origins.js';
import { settingCalls } from './analyze/setting-calls.js';
import { writtenOptions } from './analyze/written-options.js';
import { parseSource } from './ast/parse-source.js';
import { propertyOf } from './ast/property-of.js';
import { mayUseSocketIo } from './detect/prefilter.js';
import { optionsArgument, type ServerSite } from './detect/server-site.js';
import { findServers } from './detect/servers.js';
import { openFile } from './edits/open-file.js';
import type { SourceFile } from './edits/source-file.js';
import { migrateFile } from './migrate.js';
import type { MigrateOptions } from './types.js';

/** Who a server admits, as far as its code tells. */
export type Admission =
  /** A rule decides every handshake, over polling and WebSocket alike, and who is admitted may read. */
  | { readonly kind: 'rule'; readonly rule: OriginRule; readonly missingOrigin: MissingOrigin }
  /** v4's `cors` alone: it says who may read what polling brings, and WebSocket is open to everyone. */
  | { readonly kind: 'cors'; readonly readers: CorsReaders }
  | { readonly kind: 'unknown'; readonly why: UnknownReason };

/** Why the code does not tell who is admitted. */
export type UnknownReason =
  /** The origins are a value that is only known at run time. */
  | 'dynamic'
  /** A function of the app decides, as `origins` or as `allowRequest`. */
  | 'function'
  /** It cannot be read, or the codemod leaves it as it is. */
  | 'manual'
  /** It is code for v3 and v4: v2 never ran it. */
  | 'not-v2';

/** A server that some code makes. */
export interface ServerReading {
  /** Counted from 1. */
  readonly line: number;
  /** The entries of `origins`, where they are written out. */
  readonly entries: readonly string[];
  readonly v2: Admission;
  /** What the migrated code does. */
  readonly v4: Admission;
}

type Code = { readonly filename: string } & MigrateOptions;

/**
 * Tells who each server in some code admitted on v2, and who the code admits that `migrateSource` makes of it. Pure;
 * nothing of the code is run, and what only running it would tell is said to be unknown.
 *
 * @param code the file's code
 * @param options as `migrateSource` takes them
 * @returns none where the code does not parse
 * @throws LegacySettingsError for options that are not understood
 * @example readServers("require('socket.io')(3000, { origins: '*:*' })", { filename: 'server.js' })[0].v2
 */
export function readServers(code: string, options: Code): readonly ServerReading[] {
  if (!mayUseSocketIo(code)) return [];
  const isModern = isModernRelease(options.from);
  const releases = releasesOf(options, isModern);
  try {
    const file = open(code, options);
    const { sites, manual } = migrateFile(file, releases, isModern);
    const before = findServers(open(code, options).program).sites.map((site) =>
      readSite(file, site, releases, isModern),
    );
    let after: readonly ServerSite[] | undefined;
    const migratedSite = (index: number) => {
      after ??= findServers(open(file.migrated(), options).program).sites;
      return after[index];
    };
    return sites.flatMap((site, index) => {
      const reading = before[index];
      if (reading === undefined) return [];
      const { entries, v2, v4 } = reading;
      const migrated = manual.has(site) ? unknown('manual') : (v4 ?? byOptions(migratedSite(index)));
      return [{ line: site.call.node.loc?.start.line ?? 1, entries, v2, v4: migrated }];
    });
  } catch {
    // It does not parse, or declares a name twice: migrateSource says so.
    return [];
  }
}

function open(code: string, options: Code): SourceFile {
  const parsed = parseSource(code, options.filename);
  if (!('type' in parsed)) throw new SyntaxError(parsed.message);
  return openFile(code, parsed, options);
}

/** What a site says of v2, and of v4 as far as that does not depend on what `cors` is there already. */
interface SiteReading {
  readonly entries: readonly string[];
  readonly v2: Admission;
  readonly v4: Admission | undefined;
}

/** @returns undefined for what is left alone, and may be v2 or v4 */
function readSite(
  file: SourceFile,
  site: ServerSite,
  releases: Releases,
  isModern: boolean,
): SiteReading | undefined {
  const object = writtenOptions(site);
  const hasCors = object !== undefined && propertyOf(object, 'cors') !== undefined;
  const isV4 = site.notation === 'v4' || isModern;
  let isLegacy = false;
  const left = needsReview(() => {
    isLegacy = isLegacySite(site, object, isModern);
  });
  if (left) return { entries: [], v2: unknown('manual'), v4: undefined };
  if (isV4 && (hasCors || !isLegacy)) return { entries: [], v2: unknown('not-v2'), v4: undefined };
  if (!hasCors && !isLegacy) return undefined;
  let reading: SiteReading | undefined;
  needsReview(() => {
    reading = readSettings(file, site, releases);
  });
  const { entries, v2, v4 } = reading ?? { entries: [], v2: unknown('manual'), v4: undefined };
  return { entries, v2, v4: hasCors ? undefined : v4 };
}

function readSettings(file: SourceFile, site: ServerSite, releases: Releases): SiteReading {
  const options = readOptions(file, site);
  const setting = originsSetting(file, site, options, settingCalls(site));
  const isGuarded = setting.kind !== 'none' || releases.era === 'literal';
  if (ownCheck(settingOf(options, 'allowRequest'), isGuarded)) return both([], unknown('function'));
  if (setting.kind === 'assigned') return both([], unknown('dynamic'));
  const value = setting.kind === 'fixed' ? setting.value : { kind: 'static' as const, value: undefined };
  if (value.kind === 'dynamic') return both([], unknown('dynamic'));
  const { missingOrigin } = releases;
  if (value.kind === 'function') {
    if (!answersOf(value.body).admitsEveryone) return both([], unknown('function'));
    return both([], { kind: 'rule', rule: { kind: 'everyone' }, missingOrigin });
  }
  const isCall = setting.kind === 'fixed' && !setting.isOption;
  const [option, calls] = isCall ? [undefined, [value.value]] : [value.value, []];
  const read = (as: Releases): OriginRule => readOrigins(option, calls, as, site.call.node).rule;
  const exact: Releases = { ...releases, semantics: 'exact', missingOrigin: 'as-v2' };
  return {
    entries: entriesOf(value.value),
    v2: { kind: 'rule', rule: read(exact), missingOrigin: 'as-v2' },
    v4: { kind: 'rule', rule: read(releases), missingOrigin },
  };
}

function both(entries: readonly string[], admission: Admission): SiteReading {
  return { entries, v2: admission, v4: admission };
}

/** The entries of a setting; a string lists several. */
function entriesOf(value: unknown): string[] {
  return [value]
    .flat()
    .flatMap((entry) => (typeof entry === 'string' ? entry.split(/[\s,|]+/) : []))
    .filter((entry) => entry !== '');
}

/** What v4 does with options that name `cors` and perhaps a check of their own. */
function byOptions(site: ServerSite | undefined): Admission {
  if (site === undefined) return unknown('manual');
  const argument = optionsArgument(site);
  const object = writtenOptions(site);
  if (argument !== undefined && object === undefined) return unknown('dynamic');
  if (object && propertyOf(object, 'allowRequest') !== undefined) return unknown('function');
  if (object?.node.properties.some(({ type }) => type === 'SpreadElement')) return unknown('dynamic');
  const readers = readCors(object);
  return readers === undefined ? unknown('dynamic') : { kind: 'cors', readers };
}

function unknown(why: UnknownReason): Admission {
  return { kind: 'unknown', why };
}

/** Whether something is left to a person. */
function needsReview(run: () => void): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (!(error instanceof ManualReview)) throw error;
    return true;
  }
}
