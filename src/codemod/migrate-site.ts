import type { ServerSite } from './find/server-site.js';
import { migrateHalfMigrated } from './migrate-half-migrated.js';
import { migrateServer } from './migrate-server.js';
import type { Releases } from './read/read-origins.js';
import { settingCalls } from './read/setting-calls.js';
import { settingsElsewhere } from './read/settings-elsewhere.js';
import { reviewModernCheck } from './review-modern-check.js';
import type { SourceFile } from './source/source-file.js';
import type { NodePath, t } from './syntax/babel.js';
import { constantValue } from './syntax/bound-values.js';
import { propertyOf } from './syntax/property-of.js';
import { unwrap } from './syntax/unwrap.js';

/**
 * Migrates one server, by what its code is written for: settings of v2 are translated, a `cors` that is there already
 * is corrected, and what has neither is a server of v2 by default, or none of our business.
 *
 * @param hasStrayCalls whether the file sets origins on something that may be this server
 * @param isModern whether the file is known to run on v3 or v4 already
 */
export function migrateSite(
  file: SourceFile,
  site: ServerSite,
  releases: Releases,
  isModern: boolean,
  hasStrayCalls: boolean,
): void {
  const object = writtenOptions(site);
  if (object !== undefined && propertyOf(object, 'cors') !== undefined) {
    const isV4 = isModern || site.notation === 'v4';
    if (isV4) reviewModernCheck(file, object);
    migrateHalfMigrated(file, site, object, releases, isV4);
  } else if (isLegacySite(site, object, isModern)) {
    migrateServer(file, site, releases, hasStrayCalls);
  } else if (object !== undefined) {
    reviewModernCheck(file, object);
  }
}

/** Whether a server without `cors` is one of v2, or has settings of v2. */
export function isLegacySite(
  site: ServerSite,
  object: NodePath<t.ObjectExpression> | undefined,
  isModern: boolean,
): boolean {
  return (
    (site.notation === 'v2' && !isModern) ||
    settingCalls(site).origins.length > 0 ||
    settingCalls(site).set.length > 0 ||
    hasLegacySetting(site, object)
  );
}

/** The options object that a server is given, where it is written out. */
export function writtenOptions({ call, optionsIndex }: ServerSite): NodePath<t.ObjectExpression> | undefined {
  const argument = (call.get('arguments') as NodePath[])[optionsIndex];
  if (argument === undefined) return undefined;
  const node = unwrap(argument);
  const object = node.isIdentifier() ? unwrap(constantValue(node) ?? node) : node;
  return object.isObjectExpression() ? object : undefined;
}

/** `origins` in the options of a server, or what puts it there. */
export function writtenOrigins(site: ServerSite): t.Node | undefined {
  const object = writtenOptions(site);
  const property = object && propertyOf(object, 'origins');
  if (property) return property.node;
  const options = (site.call.get('arguments') as NodePath[])[site.optionsIndex];
  const name = options && unwrap(options);
  return name?.isIdentifier() && settingsElsewhere(name, ORIGINS) ? name.node : undefined;
}

/** Whether the options have a setting of v2, or get one assigned. */
function hasLegacySetting(
  { call, optionsIndex }: ServerSite,
  object: NodePath<t.ObjectExpression> | undefined,
): boolean {
  if (object && [...LEGACY].some((name) => propertyOf(object, name) !== undefined)) return true;
  const argument = (call.get('arguments') as NodePath[])[optionsIndex];
  const node = argument && unwrap(argument);
  const spread = object?.get('properties').filter((one) => one.isSpreadElement()) ?? [];
  return [node, ...spread.map((one) => unwrap(one.get('argument') as NodePath))].some(
    (path) => path?.isIdentifier() && settingsElsewhere(path, LEGACY) !== undefined,
  );
}

const LEGACY: ReadonlySet<string> = new Set(['origins', 'handlePreflightRequest']);
const ORIGINS: ReadonlySet<string> = new Set(['origins']);
