import { isLegacySite } from '../analyze/is-legacy-site.js';
import { bail } from '../analyze/manual-review.js';
import { readOptions } from '../analyze/read-options.js';
import { writtenOptions, writtenOrigins } from '../analyze/written-options.js';
import { propertyOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { evaluate } from '../ast/values.js';
import type { Context } from '../context.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { reviewModernCheck } from './allow-request.js';
import { migrateHalfMigrated } from './cors-option.js';
import { migrateServer } from './server.js';

const WS_ADAPTER =
  "the package uses Nest's adapter for plain WebSockets, so this gateway may not be Socket.IO's (if it is not, leave them)";

/**
 * Migrates a server by the release that its code is written for. Settings of v2 are translated, and an existing `cors` is
 * corrected. A server with neither has the defaults of v2, or is written for v4.
 *
 * @throws ManualReview if something cannot be proven
 */
export function migrateSite(file: SourceFile, site: ServerSite, context: Context): void {
  const object = writtenOptions(site);
  const hasCors = object !== undefined && propertyOf(object, 'cors') !== undefined;
  const isV4 = context.isModern || site.notation === 'v4';
  if (site.notation === 'gateway' && file.options.others?.some(({ usesWsAdapter }) => usesWsAdapter)) {
    const origins = writtenOrigins(site);
    if (origins) file.report('ORIGINS_NOT_MIGRATED', { why: WS_ADAPTER }, origins, 'manual', 'origins');
    return;
  }
  // Server ? new Server(server, { cors }) : require('socket.io')(server, { origins })
  if (!context.isModern) requireNoChoice(site, context.sites);
  const isLegacy = hasCors || isLegacySite(site, object, context.isModern);
  if (!isLegacy) {
    requireReadable(file, site, context.isModern);
    if (object !== undefined) reviewModernCheck(file, object);
    return;
  }
  requireOwnCheck(site, context, isV4 && hasCors);
  // Gateways on one port share a server, and Nest creates it with the options of the first one.
  const isShared =
    site.notation === 'gateway' && (file.options.others ?? []).some(({ gateways }) => gateways.length > 0);
  const [call] = site.methodCalls;
  if (isShared && call)
    bail(call.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'several gateways share one server, and Nest may create it with the options of another gateway',
    });
  if (hasCors) {
    if (isV4) reviewModernCheck(file, object);
    migrateHalfMigrated(file, site, object, context.releases, isV4);
    return;
  }
  migrateServer(file, site, context);
  if (file.options.others === undefined && site.escapes.length > 0)
    file.report('SERVER_LEAVES_FILE', {}, site.call.node);
}

/** The statement of a file, or of a function's body, that an expression is in. */
function statementIn(path: NodePath): t.Node | undefined {
  const isBody = (one: NodePath | null) => one?.isProgram() || one?.parentPath?.isFunction() === true;
  return path.findParent(({ parentPath }) => isBody(parentPath))?.node;
}

/** Whether a server is one of v2 that has not been migrated. In v2's notation with `cors`, it runs on v4. */
function isOfV2(site: ServerSite): boolean {
  const object = writtenOptions(site);
  return site.notation === 'v2' && (object === undefined || propertyOf(object, 'cors') === undefined);
}

/** @throws ManualReview if one statement makes a server of v2, and one of v4 in its place that has no check */
function requireNoChoice(site: ServerSite, sites: readonly ServerSite[]): void {
  const statement = statementIn(site.call as NodePath);
  const together = sites.filter(({ call }) => statementIn(call as NodePath) === statement);
  const modern = together.find(({ notation }) => notation === 'v4');
  if (modern === undefined || !together.some(isOfV2)) return;
  const object = writtenOptions(modern);
  if (object === undefined || propertyOf(object, 'allowRequest') === undefined)
    bail(site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'the same statement creates a server for v2 and one for v4, which replaces it and checks no handshake',
    });
}

/** @throws ManualReview if the options of a framework cannot be read: they may have v2's origins */
function requireReadable(file: SourceFile, site: ServerSite, isModern: boolean): void {
  const isFramework =
    site.notation === 'gateway' || site.notation === 'adapter' || site.notation === 'feathers';
  const argument = optionsArgument(site);
  if (isFramework && !isModern && argument && evaluate(argument) === undefined) readOptions(file, site);
}

/** @throws ManualReview if anything beside its settings may decide who a server allows */
function requireOwnCheck(site: ServerSite, { isSetElsewhere, isSetHere }: Context, hasCors: boolean): void {
  const [override] = site.overrides;
  if (override && !hasCors)
    bail(override.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'this code replaces the check of the server, or may replace it, and v4 does not use it',
    });
  if (hasCors) return;
  if (isSetHere)
    bail(site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'this file sets origins, or a check, on something that may be this server',
    });
  if (isSetElsewhere && (site.escapes.length > 0 || site.notation === 'gateway'))
    bail(site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'another file of the package sets origins, or a check, on something that may be this server',
    });
}
