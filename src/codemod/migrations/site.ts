import { isLegacySite } from '../analyze/is-legacy-site.js';
import { bail } from '../analyze/manual-review.js';
import { writtenOptions } from '../analyze/written-options.js';
import { evaluate } from '../ast/evaluate.js';
import { propertyOf } from '../ast/property-of.js';
import type { NodePath } from '../ast/types.js';
import { unwrap } from '../ast/unwrap.js';
import type { Context } from '../context.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { migrateHalfMigrated } from './half-migrated.js';
import { reviewModernCheck } from './modern-check.js';
import { migrateServer } from './server.js';

/**
 * Migrates one server by what its code is written for. Settings of v2 are translated, a `cors` that is there already is
 * corrected. A server that has neither is one of v2 with its defaults, or none of our business.
 *
 * @throws ManualReview if something cannot be proven
 */
export function migrateSite(file: SourceFile, site: ServerSite, context: Context): void {
  const object = writtenOptions(site);
  const hasCors = object !== undefined && propertyOf(object, 'cors') !== undefined;
  const isV4 = context.isModern || site.notation === 'v4';
  const isLegacy = hasCors || isLegacySite(site, object, context.isModern);
  if (!isLegacy) {
    requireReadable(site, object, context.isModern);
    if (object !== undefined) reviewModernCheck(file, object);
    return;
  }
  requireOwnCheck(site, context, isV4 && hasCors);
  // Nest gives the options of the first gateway on a port to the one server that they share.
  const isShared =
    site.notation === 'gateway' && (file.options.others ?? []).some(({ gateways }) => gateways.length > 0);
  const [call] = site.methodCalls;
  if (isShared && call)
    bail(call.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'several gateways share one server, and Nest may make it with the options of another one',
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

/** Sees that what a framework is given can be read: it may have origins of v2. */
function requireReadable(site: ServerSite, object: NodePath | undefined, isModern: boolean): void {
  const isFramework =
    site.notation === 'gateway' || site.notation === 'adapter' || site.notation === 'feathers';
  const argument = optionsArgument(site);
  if (!isFramework || isModern || argument === undefined) return;
  const node = unwrap(argument);
  const unread = object?.isObjectExpression()
    ? object
        .get('properties')
        .find((property) => property.isSpreadElement() && !isPassedOn(site, property.get('argument')))
    : node.isFunction() || isPassedOn(site, node) || evaluate(node) !== undefined
      ? undefined
      : node;
  if (unread) bail(unread.node, 'OPTIONS_NOT_READABLE', { why: 'they come from elsewhere' });
}

/** The parameter of `createIOServer(port, options)`, whose options are those of the gateway's decorator. */
function isPassedOn(site: ServerSite, path: NodePath): boolean {
  const node = unwrap(path);
  return (
    site.notation === 'adapter' &&
    node.isIdentifier() &&
    node.scope.getBinding(node.node.name)?.kind === 'param'
  );
}

/** Sees that nothing but the settings of a server decides who it admits. */
function requireOwnCheck(site: ServerSite, { isSetElsewhere, isSetHere }: Context, hasCors: boolean): void {
  const [override] = site.overrides;
  if (override && !hasCors)
    bail(override.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'this use replaces the check of the server, or may replace it, and v4 does not look there',
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
