import { READ_AT_ATTACH } from '../../v2/server-api.js';
import { type Property, propertyOf, propertyValue, readsThis } from '../ast/nodes.js';
import { statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import { mayCallOrigins } from '../detect/hidden-settings.js';
import { otherUse } from '../detect/module-value.js';
import { optionsArgument, type ServerSite, withoutHttpServer } from '../detect/server-site.js';
import type { FoundServers } from '../detect/servers.js';
import type { UnresolvedSetting } from '../detect/unresolved.js';
import type { SourceFile } from '../edits/source-file.js';
import { type AttachedOptions, findIgnoredOrigins, type SettingCalls, settingCalls } from './calls.js';
import { answersOf, ownCheck } from './functions.js';
import { bail } from './manual-review.js';
import { isLegacySite, type ReadOptions, readOptions, settingOf, writtenOptions } from './options.js';
import { type OriginsSetting, originsSetting } from './origins.js';
import { type Releases, readOrigins, readSetting } from './read-origins.js';
import { requireNoChoice, requireNoMemberTest, requireNoReleaseTest } from './release-choice.js';
import { functionOf } from './setting-value.js';

/** What the migration of a server depends on beside its own code: the releases, and the rest of the package. */
export interface Context {
  readonly releases: Releases;
  /** Whether the code runs on Socket.IO 3 or 4 already. */
  readonly isModern: boolean;
  /** All servers of the file. */
  readonly sites: readonly ServerSite[];
  /** Whether another file has a use that could change who a server allows, if it can reach the server. */
  readonly isSetElsewhere: boolean;
  /** Whether this file has one. */
  readonly isSetHere: boolean;
}

/** Collects what a file, and the rest of its package, may do to the servers of the file. */
export function contextOf(
  { code, options: { others = [], isSetElsewhere = false } }: SourceFile,
  { sites, patchesServers }: FoundServers,
  settings: readonly UnresolvedSetting[],
  releases: Releases,
  isModern: boolean,
): Context {
  return {
    ...{ releases, isModern, sites },
    isSetElsewhere:
      isSetElsewhere ||
      others.some(({ setsServer }) => setsServer.length > 0) ||
      mayCallOrigins(code, others),
    isSetHere:
      patchesServers ||
      others.some((other) => other.patchesServers) ||
      settings.some(({ admitsEveryone }) => !admitsEveryone),
  };
}

/** A server with settings of v2, read once. */
export interface LegacyServer {
  /** `ignored`: the code runs on v3 or v4, and its settings would let every page read if they became `cors`. */
  readonly kind: 'legacy' | 'ignored';
  readonly site: ServerSite;
  readonly options: ReadOptions;
  readonly calls: SettingCalls;
  /** The statement that the new declarations go before. */
  readonly statement: NodePath<t.Statement>;
  readonly origins: OriginsSetting;
  /** The app's own `allowRequest`, and its preflight handler, if v2 used them. */
  readonly check: NodePath | undefined;
  readonly handler: NodePath | undefined;
  /** The options of the constructor that v2's engine did not read. */
  readonly dead: readonly string[];
  /** Options of `attach()` and `listen()` with `origins`, which v2 did not read. */
  readonly attached: readonly AttachedOptions[];
}

/** A server that has `cors`. */
export interface CorsServer {
  readonly kind: 'cors';
  readonly site: ServerSite;
  readonly object: NodePath<t.ObjectExpression>;
  readonly cors: Property;
  readonly calls: SettingCalls;
  /** The app's own `allowRequest`. */
  readonly check: NodePath | undefined;
  /** Whether it runs on v3 or v4, so that `origins` beside `cors` has no effect. */
  readonly isV4: boolean;
}

/** A server with neither v2's settings nor `cors`: for v4, or with the defaults of a framework. */
export interface OtherServer {
  readonly kind: 'other';
  readonly site: ServerSite;
}

/** A gateway that may be no Socket.IO server, because the package uses plain WebSockets too. */
export interface UnsureServer {
  readonly kind: 'unsure';
  readonly site: ServerSite;
}

export type Server = LegacyServer | CorsServer | OtherServer | UnsureServer;

/**
 * Reads a server, and decides how it is to be migrated.
 *
 * @throws ManualReview if something cannot be proven
 */
export function analyzeServer(file: SourceFile, site: ServerSite, context: Context): Server {
  const object = writtenOptions(site);
  const cors = object && propertyOf(object, 'cors');
  const isV4 = context.isModern || site.notation === 'v4';
  const { others = [] } = file.options;
  if (site.notation === 'gateway' && others.some(({ usesWsAdapter }) => usesWsAdapter))
    return { kind: 'unsure', site };
  if (!context.isModern) requireNoChoice(site, context.sites);
  const other = site.notation === 'v2' ? otherUse(site.call.get('callee') as NodePath) : undefined;
  if (other)
    bail(other.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'the file uses the imported function in other ways, and v4 exports a class in its place',
    });
  const isChanged = site.notation !== 'v4' && !context.isModern && site.overrides.length > 0;
  if (!cors && !isChanged && !isLegacySite(site, object, context.isModern)) {
    requireReadable(file, site, context.isModern);
    return { kind: 'other', site };
  }
  requireOwnSettings(site, context, isV4 && cors !== undefined);
  if (!isV4) requireNoReleaseTest(file, context.sites);
  // Gateways on one port share a server, and Nest creates it with the options of the first one.
  const [call] = site.methodCalls;
  if (site.notation === 'gateway' && others.some(({ gateways }) => gateways.length > 0) && call)
    bail(call.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'several gateways share one server, and Nest may create it with the options of another gateway',
    });
  if (object === undefined || cors === undefined) return readLegacy(file, site, context);
  const calls = settingCalls(site);
  if (!isV4) requireUnguarded(file, site, calls, context.releases);
  const loose = calls.origins.find(
    ({ call }) => !call.parentPath?.is('ExpressionStatement') || !call.parentPath.inList,
  );
  if (loose)
    bail(
      loose.call.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'the call is part of another expression' },
      'origins',
    );
  const check = propertyOf(object, 'allowRequest');
  return {
    kind: 'cors',
    ...{ site, object, cors, calls, isV4 },
    check: check && ownCheck(propertyValue(check), false),
  };
}

function readLegacy(file: SourceFile, site: ServerSite, { releases, isModern }: Context): LegacyServer {
  const options = readOptions(file, site);
  const calls = settingCalls(site);
  const dead = withoutHttpServer(site)
    ? [...options.properties.keys()].filter((name) => READ_AT_ATTACH.has(name))
    : [];
  const active = (name: string) => (dead.includes(name) ? undefined : settingOf(options, name));
  const cors = options.assignments.get('cors');
  if (cors) bail(cors.node, 'OPTIONS_NOT_READABLE', { why: 'cors is assigned to them' });
  const origins = originsSetting(file, site, options, calls);
  if (!isModern) requireNoMemberTest(file, site, placesOf(origins));
  const check = ownCheck(active('allowRequest'), origins.kind !== 'none' || releases.era === 'literal');
  const handler = active('handlePreflightRequest');
  const isAttachedElsewhere =
    site.escapes.length > 0 && (file.options.others?.some(({ attachesServers }) => attachesServers) ?? false);
  const [attached] = calls.attach;
  if ((check || handler) && (attached || isAttachedElsewhere))
    bail((attached ?? site).call.node, 'OPTIONS_NOT_READABLE', {
      why: 'v2 did not use the allowRequest and handlePreflightRequest of the constructor for a server that is attached later',
    });
  if (check && origins.kind === 'assigned')
    bail(origins.assigned[0]?.expression.node ?? site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'allowRequest decides alone, so v2 ignored these calls, and on v4 they throw',
    });
  const isIgnored = isModern && (check !== undefined || admitsEveryone(origins, releases, site));
  return {
    kind: isIgnored ? 'ignored' : 'legacy',
    ...{ site, options, calls, origins, check, handler, dead },
    statement: statementOf(options.object ?? site.call),
    attached: isIgnored ? [] : findIgnoredOrigins(calls.attach),
  };
}

/** Where origins are set that are only known at run time. */
function placesOf(origins: OriginsSetting): readonly NodePath[] {
  if (origins.kind === 'assigned') return origins.assigned.map(({ expression }) => expression);
  return origins.kind === 'fixed' && origins.value.kind === 'dynamic' ? [origins.path] : [];
}

/** Whether the code shows that a setting allows any origin. */
function admitsEveryone(setting: OriginsSetting, releases: Releases, { call }: ServerSite): boolean {
  if (setting.kind === 'none')
    return readOrigins(undefined, [], releases, call.node).rule.kind === 'everyone';
  if (setting.kind === 'assigned' || setting.value.kind === 'dynamic') return false;
  const { value, isOption } = setting;
  if (value.kind === 'function') return answersOf(value.body).admitsEveryone;
  return readSetting(value.value, isOption, releases, value.path.node).rule.kind === 'everyone';
}

/** @throws ManualReview if the options of a framework cannot be read: they may have v2's origins */
function requireReadable(file: SourceFile, site: ServerSite, isModern: boolean): void {
  const isFramework = site.notation !== 'v2' && site.notation !== 'v4';
  const argument = optionsArgument(site);
  if (isFramework && !isModern && argument && evaluate(argument) === undefined) readOptions(file, site);
}

/** @throws ManualReview if anything beside its settings may decide who a server allows */
function requireOwnSettings(
  site: ServerSite,
  { isSetElsewhere, isSetHere }: Context,
  hasCors: boolean,
): void {
  if (hasCors) return;
  const [override] = site.overrides;
  if (override)
    bail(override.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'this code replaces the check of the server, or may replace it, and v4 does not use it',
    });
  if (isSetHere)
    bail(site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'this file sets origins, or a check, on something that may be this server',
    });
  if (isSetElsewhere && (site.escapes.length > 0 || site.notation === 'gateway'))
    bail(site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'another file of the package sets origins, or a check, on something that may be this server',
    });
}

/** @throws ManualReview if v2 refused some origins, because v2 ignored `cors`, and only one of the two can be meant */
function requireUnguarded(
  file: SourceFile,
  site: ServerSite,
  { origins, attach }: SettingCalls,
  releases: Releases,
): void {
  const options = readOptions(file, site);
  findIgnoredOrigins(attach);
  const values = [
    settingOf(options, 'origins'),
    ...options.lateOrigins.map((assignment) => assignment.get('right') as NodePath),
    ...origins.map(({ argument }) => argument),
  ];
  const guard = values.find((value) => value !== undefined && !isEveryone(value, releases));
  const check = settingOf(options, 'allowRequest');
  const body = check && functionOf(check);
  if (body && readsThis(body))
    bail(
      check.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'allowRequest reads `this`, which was the Engine.IO server on v2 and is another object on v4' },
      'allowRequest',
    );
  // v2 did not use the allowRequest of a constructor for a server that is attached later.
  const isDead = attach.length > 0 || withoutHttpServer(site);
  if (guard && (isDead || ownCheck(check, true) === undefined))
    bail(
      guard.node,
      'ORIGINS_NOT_MIGRATED',
      { why: 'the server also has cors, which v2 ignored, so it is unclear which of the two should apply' },
      'origins',
    );
}

function isEveryone(path: NodePath, releases: Releases): boolean {
  const known = path.is('ObjectMethod') ? undefined : evaluate(path);
  if (known === undefined) return false;
  return !known.value || readOrigins(known.value, [], releases, path.node).rule.kind === 'everyone';
}
