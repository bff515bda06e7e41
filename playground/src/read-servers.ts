import { settingCalls } from '../../src/codemod/analyze/calls.js';
import { ManualReview } from '../../src/codemod/analyze/manual-review.js';
import { readOptions, settingOf } from '../../src/codemod/analyze/options.js';
import { hasOrigins, originsSetting } from '../../src/codemod/analyze/origins.js';
import { ownCheck } from '../../src/codemod/analyze/own-check.js';
import { type Releases, readOrigins, releasesOf } from '../../src/codemod/analyze/read-origins.js';
import { isLegacySite } from '../../src/codemod/analyze/server.js';
import { propertyOf } from '../../src/codemod/ast/nodes.js';
import { parseSource } from '../../src/codemod/ast/parse.js';
import type { NodePath, t } from '../../src/codemod/ast/path.js';
import { evaluate, writtenValue } from '../../src/codemod/ast/values.js';
import { mayUseSocketIo } from '../../src/codemod/detect/prefilter.js';
import { optionsArgument, type ServerSite, writtenOptions } from '../../src/codemod/detect/server-site.js';
import { findServers } from '../../src/codemod/detect/servers.js';
import { migratedCode } from '../../src/codemod/edits/construction.js';
import { SourceFile } from '../../src/codemod/edits/source-file.js';
import { migrateFile } from '../../src/codemod/migrate.js';
import type { MigrateOptions } from '../../src/codemod/types.js';
import type { MissingOrigin, OriginRule } from '../../src/origins/policy.js';
import { listedEntries } from '../../src/v2/entries.js';

/** Which origins v4's `cors` lets read: all, or those that its entries match. */
type CorsReaders = 'all' | readonly (string | RegExp)[];

/** Who a server allows, as far as its code shows. */
export type Admission =
  /** A rule decides every handshake, over polling and WebSocket alike. Pages that it allows may read. */
  | { readonly kind: 'rule'; readonly rule: OriginRule; readonly missingOrigin: MissingOrigin }
  /** Only v4's `cors`: it says which pages may read over polling, and WebSocket is open to any origin. */
  | { readonly kind: 'cors'; readonly readers: CorsReaders }
  | { readonly kind: 'unknown'; readonly why: UnknownReason };

/** Why the code does not show who is allowed. */
export type UnknownReason =
  /** The origins are a value that is only known at run time. */
  | 'dynamic'
  /** A function of the app decides, as `origins` or as `allowRequest`. */
  | 'function'
  /** The settings cannot be read, or need manual review. */
  | 'manual'
  /** The code is for v3 and v4: v2 never ran it. */
  | 'not-v2';

/** A server that the code creates. */
export interface ServerReading {
  /** Counted from 1. */
  readonly line: number;
  /** The entries of `origins`, if they are written out. */
  readonly entries: readonly string[];
  readonly v2: Admission;
  /** What the migrated code does. */
  readonly v4: Admission;
}

type Code = { readonly filename: string } & MigrateOptions;

/**
 * Reads who could connect to each server of a file on v2, and who can after `migrateSource`. Pure: nothing of the code is
 * run, and an answer that depends on running it is `unknown`.
 *
 * @param code the file's code
 * @param options those of `migrateSource`
 * @returns no servers if the code does not parse
 * @throws LegacySettingsError for options that are not understood
 * @example readServers("require('socket.io')(3000, { origins: '*:*' })", { filename: 'server.js' })[0].v2
 */
export function readServers(code: string, options: Code): readonly ServerReading[] {
  if (!mayUseSocketIo(code)) return [];
  const releases = releasesOf(options);
  try {
    const { file, sites, manual } = migrateFile(open(code, options, releases));
    const before = findServers(open(code, options, releases).program).sites.map((site) =>
      readSite(file, site),
    );
    let after: readonly ServerSite[] | undefined;
    const migratedSite = (index: number) => {
      after ??= findServers(open(migratedCode(file), options, releases).program).sites;
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
    // The code does not parse, or declares a name twice: migrateSource reports it.
    return [];
  }
}

function open(code: string, options: Code, releases: Releases): SourceFile {
  const parsed = parseSource(code, options.filename);
  if (!('type' in parsed)) throw new SyntaxError(parsed.message);
  return new SourceFile(code, parsed, options, releases);
}

/** What a site means on v2, and on v4 unless that depends on an existing `cors`. */
interface SiteReading {
  readonly entries: readonly string[];
  readonly v2: Admission;
  readonly v4: Admission | undefined;
}

/** @returns undefined for a server that is left alone, because it may be v2's or v4's */
function readSite(file: SourceFile, site: ServerSite): SiteReading | undefined {
  const object = writtenOptions(site);
  const hasCors = object !== undefined && propertyOf(object, 'cors') !== undefined;
  const isV4 = site.notation === 'v4' || file.releases.isModern;
  let isLegacy = false;
  const left = needsReview(() => {
    isLegacy = isLegacySite(site, file.releases.isModern);
  });
  if (left) return { entries: [], v2: unknown('manual'), v4: undefined };
  if (isV4 && (hasCors || !isLegacy)) return { entries: [], v2: unknown('not-v2'), v4: undefined };
  if (!hasCors && !isLegacy) return undefined;
  let reading: SiteReading | undefined;
  needsReview(() => {
    reading = readSettings(file, site);
  });
  const { entries, v2, v4 } = reading ?? { entries: [], v2: unknown('manual'), v4: undefined };
  return { entries, v2, v4: hasCors ? undefined : v4 };
}

function readSettings(file: SourceFile, site: ServerSite): SiteReading {
  const { releases } = file;
  const options = readOptions(file, site);
  const calls = settingCalls(site);
  const isGuarded = hasOrigins(options, calls.origins) || releases.era === 'literal';
  const check = ownCheck(file, settingOf(options, 'allowRequest'), isGuarded);
  const setting = originsSetting(file, site, options, calls, check);
  if (setting.kind === 'own') return both([], unknown('function'));
  if (setting.kind === 'assigned') return both([], unknown('dynamic'));
  const value = setting.kind === 'fixed' ? setting.value : { kind: 'static' as const, value: undefined };
  if (value.kind === 'dynamic' || value.kind === 'choice') return both([], unknown('dynamic'));
  const { missingOrigin } = releases;
  if (value.kind === 'function') {
    if (!value.answers.admitsEveryone) return both([], unknown('function'));
    return both([], { kind: 'rule', rule: { kind: 'everyone' }, missingOrigin });
  }
  const isOption = setting.kind !== 'fixed' || setting.ifFalsy !== 'as is';
  const read = (as: Releases): OriginRule => readOrigins(value.value, isOption, as, site.call).rule;
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
    .flatMap((entry) => (typeof entry === 'string' ? listedEntries(entry) : []))
    .filter((entry) => entry !== '');
}

/** What v4 does with options that have `cors`, and perhaps `allowRequest`. */
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

/** Whether reading the settings ends in manual review. */
function needsReview(run: () => void): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (!(error instanceof ManualReview)) throw error;
    return true;
  }
}

/**
 * Reads the `cors` option of v4 as the cors package does.
 *
 * @param options the server's options, if it has any
 * @returns undefined if the answer depends on running the code
 */
function readCors(options: NodePath<t.ObjectExpression> | undefined): CorsReaders | undefined {
  const cors = options && propertyOf(options, 'cors');
  if (cors === undefined) return [];
  if (cors.is('ObjectMethod')) return undefined;
  const object = writtenValue(cors.get('value') as NodePath);
  if (!object.is('ObjectExpression')) {
    const known = evaluate(object);
    return known && (known.value ? 'all' : []);
  }
  if (object.node.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const origin = propertyOf(object, 'origin');
  if (origin === undefined) return 'all';
  const known = origin.is('ObjectMethod') ? undefined : evaluate(origin.get('value') as NodePath);
  return known && readersOf(known.value);
}

function readersOf(origin: unknown): CorsReaders | undefined {
  if (origin === undefined || origin === true || origin === '*') return 'all';
  const entries = Array.isArray(origin) ? origin : [origin];
  if (!entries.every((entry) => typeof entry === 'string' || entry instanceof RegExp))
    return origin ? undefined : [];
  return entries.filter((entry) => entry !== '');
}
