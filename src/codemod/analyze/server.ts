import { READ_AT_ATTACH } from '../../v2/server-api.js';
import { propertyOf, propertyValue } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { statementOf } from '../ast/statements.js';
import { usesPlainWebSockets } from '../detect/frameworks.js';
import { mayCallOrigins } from '../detect/hidden-settings.js';
import { otherUse } from '../detect/module-uses.js';
import { attachCalls, type ServerSite, withoutHttpServer, writtenOptions } from '../detect/server-site.js';
import type { FoundServers } from '../detect/servers.js';
import type { UnresolvedSetting } from '../detect/unresolved.js';
import type { SourceFile } from '../edits/source-file.js';
import { type AttachedOptions, attachedOrigins, type SettingCalls, settingCalls } from './calls.js';
import { type AttachedCors, attachedCors, corsOf, type ReadCors, readCors } from './cors.js';
import { bailOnOptions, bailOnOrigins, ManualReview, unlessReview } from './manual-review.js';
import {
  adaptsCheck,
  adaptsGateways,
  hasLegacySetting,
  type ReadOptions,
  readOptions,
  settingOf,
} from './options.js';
import { hasOrigins, isOpenSetting, type OriginsSetting, originsSetting } from './origins.js';
import { engineOf, type OwnCheck, ownCheck } from './own-check.js';
import { type Preflight, readPreflight } from './preflight-handler.js';
import { requireNoChoice, requireNoMemberTest, requireNoReleaseTest } from './release-choice.js';
import { requireNarrowing, requireOwnSettings, requireReadable, requireUnguarded } from './requirements.js';

/** What decides about a server besides its own code: the rest of the file, and of the package. */
export interface Context {
  /** All servers of the file. */
  readonly sites: readonly ServerSite[];
  /** Whether another file has a use that could change who a server allows, if it can reach the server. */
  readonly isSetElsewhere: boolean;
  /** Whether this file has such a use. */
  readonly isSetHere: boolean;
}

/** Collects what a file, and the rest of its package, may do to the servers of the file. */
export function contextOf(
  { code, others, options: { isSetElsewhere = false } }: SourceFile,
  { sites, patchesServers }: FoundServers,
  settings: readonly UnresolvedSetting[],
): Context {
  return {
    sites,
    isSetElsewhere:
      isSetElsewhere || others.some(({ setsServers }) => setsServers) || mayCallOrigins(code, sites, others),
    isSetHere:
      patchesServers ||
      others.some((other) => other.patchesServers) ||
      settings.some(({ admitsEveryone }) => !admitsEveryone),
  };
}

/** A server with settings of v2, read once. */
export interface LegacyServer {
  readonly kind: 'legacy';
  readonly site: ServerSite;
  readonly options: ReadOptions;
  readonly calls: SettingCalls;
  /** The statement that the new declarations go before. */
  readonly statement: NodePath<t.Statement>;
  readonly origins: OriginsSetting;
  /** The app's own `allowRequest`, if v2 used it, and the expression for the engine if that is its `this`. */
  readonly check: OwnCheck | undefined;
  readonly engine: string | undefined;
  /** The preflight handler, if v2 used it, and what it becomes. */
  readonly handler: NodePath | undefined;
  readonly preflight: Preflight;
  /** The options of the constructor that v2's engine did not read. v4's engine reads all. */
  readonly dead: readonly string[];
  /** Options of `attach()` and `listen()` with `origins`, which v2 did not read. */
  readonly attached: readonly AttachedOptions[];
}

/** A server on which v2's settings have no effect: it runs on v3 or v4, has `cors`, or has the defaults of a framework. */
export interface ModernServer {
  readonly kind: 'modern';
  readonly site: ServerSite;
  readonly object: NodePath<t.ObjectExpression> | undefined;
  readonly cors: ReadCors | undefined;
  /** `options.origins = …` and the like, before the server is created. */
  readonly assignments?: ReadOptions['assignments'];
  readonly calls: SettingCalls;
  /** The app's own `allowRequest`. */
  readonly check: OwnCheck | undefined;
  /** Whether it runs on v3 or v4 already. */
  readonly isV4: boolean;
  /** The options of `attach()` and `listen()`, if v4 reads them. */
  readonly attached: readonly AttachedCors[];
}

/** A gateway that may be no Socket.IO server, because the package uses plain WebSockets too. */
export interface UnsureServer {
  readonly kind: 'unsure';
  readonly site: ServerSite;
  /** Whether its file and the package use plain WebSockets, so that it is no Socket.IO server. */
  readonly isOther: boolean;
  /** Whether v2's options come from elsewhere, so that they may have origins. */
  readonly isUnread: boolean;
}

export type Server = LegacyServer | ModernServer | UnsureServer;

/**
 * Reads a server, and decides how it is to be migrated.
 *
 * @throws ManualReview if something cannot be proven
 */
export function analyzeServer(file: SourceFile, site: ServerSite, context: Context): Server {
  const { sites } = context;
  const { others } = file;
  const { isModern } = file.releases;
  const { notation } = site;
  const hasCors = corsOf(site) !== undefined;
  const isV4 = isModern || notation === 'v4';
  const isPlain = notation === 'gateway' && usesPlainWebSockets(file.program);
  const isAdapted = notation === 'gateway' && others.some(({ usesWsAdapter }) => usesWsAdapter);
  if (isPlain || isAdapted) {
    const isUnread = !isModern && unlessReview(() => readOptions(file, site)) instanceof ManualReview;
    return { kind: 'unsure', site, isOther: isPlain && isAdapted, isUnread };
  }
  if (!isModern) requireNoChoice(file, site, sites);
  const other = notation === 'v2' ? otherUse(file.program) : undefined;
  if (other)
    bailOnOrigins(
      other,
      'the file uses the imported function in other ways, and v4 exports a class in its place',
    );
  const isChanged = !isV4 && site.overrides.length > 0;
  const hasAdapter = sites.some(adaptsGateways) || others.some((other) => other.adaptsGateways);
  // Nest and Feathers have the same notation for v2 and v4.
  const hadDefault = file.options.from !== undefined && !hasAdapter;
  if (!hasCors && !isChanged && !isLegacySite(site, isModern, hadDefault)) {
    requireReadable(file, site, isV4);
    return readModern(file, site);
  }
  if (!isV4 || !hasCors) requireOwnSettings(site, context);
  // Gateways on one port share a server, and Nest creates it with the options of the first one.
  const [call] = site.methodCalls;
  if (notation === 'gateway' && others.some(({ hasGateways }) => hasGateways) && call)
    bailOnOrigins(
      call.call,
      'the package has several gateways, which may share one server, and Nest may create it with the options of another one',
    );
  if (!hasCors) return readLegacy(file, site, context);
  const server = readModern(file, site);
  if (!isV4) {
    requireNoReleaseTest(file);
    requireUnguarded(file, site, server.calls);
  }
  requireStatements(server.calls);
  return server;
}

/** @throws ManualReview if a call that sets origins is not a statement, so that other code would go with it */
function requireStatements({ origins }: SettingCalls): void {
  const loose = origins.find(
    ({ call }) => !call.parentPath?.is('ExpressionStatement') || !call.parentPath.inList,
  );
  if (loose) bailOnOrigins(loose.call, 'the call is part of another expression or statement');
}

/**
 * Whether a server without `cors` is v2's, or has v2's settings.
 *
 * @param hadDefault whether a framework's server without origins had v2's default: its release is known, and no adapter may
 *   have given it origins
 */
export function isLegacySite(site: ServerSite, isModern: boolean, hadDefault = false): boolean {
  const { notation } = site;
  const isOwn = notation === 'v2' || (hadDefault && (notation === 'feathers' || notation === 'gateway'));
  // v2 let every page read if an adapter had its own check. The options of its gateways did not matter.
  if ((isOwn || adaptsCheck(site)) && !isModern) return true;
  const { origins, set } = settingCalls(site);
  return origins.length > 0 || set.length > 0 || hasLegacySetting(site);
}

function readModern(file: SourceFile, site: ServerSite): ModernServer {
  const { releases } = file;
  const object = writtenOptions(site);
  const cors = corsOf(site);
  const option = object && propertyOf(object, 'allowRequest');
  return {
    kind: 'modern',
    ...{ site, object },
    cors: cors && readCors(cors, releases),
    calls: settingCalls(site),
    check: ownCheck(file, option && propertyValue(option), false),
    isV4: releases.isModern || site.notation === 'v4',
    attached: attachedCors(site, releases),
  };
}

function readLegacy(file: SourceFile, site: ServerSite, { sites }: Context): LegacyServer | ModernServer {
  const { others, releases } = file;
  const { isModern } = releases;
  const options = readOptions(file, site);
  const calls = settingCalls(site);
  const dead =
    !isModern && withoutHttpServer(site)
      ? [...options.properties.keys()].filter((name) => READ_AT_ATTACH.has(name))
      : [];
  const active = (name: string) => (dead.includes(name) ? undefined : settingOf(options, name));
  const cors = options.assignments.get('cors');
  if (cors) bailOnOptions(cors, 'cors is assigned to them');
  const isGuarded = hasOrigins(options, calls.origins) || releases.era === 'literal';
  const check = ownCheck(file, active('allowRequest'), isGuarded);
  const origins = originsSetting(file, site, options, calls, check);
  const handler = active('handlePreflightRequest');
  // Without a check, no condition can lose it.
  const isOpen = handler === undefined && isOpenSetting(origins) && check === undefined;
  if (!isModern && !isOpen) requireNoReleaseTest(file);
  if (!isModern) requireNoMemberTest(file, site, placesOf(origins));
  const isAttachedElsewhere = site.escapes && others.some(({ attachesServers }) => attachesServers);
  const [attached] = attachCalls(site);
  // v4 ignores the handler anyway.
  if ((check || (handler && !isModern)) && (attached || isAttachedElsewhere))
    bailOnOptions(
      (attached ?? site).call,
      'v2 did not use the allowRequest and handlePreflightRequest of the constructor for a server that is attached later',
    );
  if (!isModern && attached && active('transports'))
    bailOnOptions(
      attached.call,
      'v2 did not use the transports of the constructor for a server that is attached later, and v4 does',
    );
  if (isModern) {
    const modern = readModern(file, site);
    // With these settings as `cors`, every page could read, or v4 would not use the `cors` of `attach()`.
    const hasCors = modern.attached.some(({ cors }) => cors);
    if (hasCors && !isOpenSetting(origins)) requireStatements(calls);
    if (hasCors || isOpenSetting(origins)) return { ...modern, check, assignments: options.assignments };
    requireNarrowing(file, site, sites, options, origins);
  }
  const statement = statementOf(options.object ?? site.call);
  return {
    kind: 'legacy',
    ...{ site, options, calls, statement, origins, check, handler, dead },
    engine: check && engineOf(site, check),
    preflight: readPreflight(file, handler, statement),
    attached: attachedOrigins(site),
  };
}

/** Where origins are set that are only known at run time. */
function placesOf(origins: OriginsSetting): readonly NodePath[] {
  if (origins.kind === 'assigned') return origins.assigned.map(({ expression }) => expression);
  return origins.kind === 'fixed' && /dynamic|choice/.test(origins.value.kind) ? [origins.argument] : [];
}
