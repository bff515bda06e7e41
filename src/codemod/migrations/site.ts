import { isLegacySite } from '../analyze/is-legacy-site.js';
import { bail } from '../analyze/manual-review.js';
import { readOptions } from '../analyze/read-options.js';
import { writtenOptions } from '../analyze/written-options.js';
import { evaluate } from '../ast/evaluate.js';
import { propertyOf } from '../ast/property-of.js';
import type { Context } from '../context.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import type { SourceFile } from '../edits/source-file.js';
import { migrateHalfMigrated } from './half-migrated.js';
import { reviewModernCheck } from './own-check.js';
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
    requireReadable(file, site, context.isModern);
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
function requireReadable(file: SourceFile, site: ServerSite, isModern: boolean): void {
  const isFramework =
    site.notation === 'gateway' || site.notation === 'adapter' || site.notation === 'feathers';
  const argument = optionsArgument(site);
  if (isFramework && !isModern && argument && evaluate(argument) === undefined) readOptions(file, site);
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
