import type { ServerSite } from './find/server-site.js';
import { leave } from './findings/left-to-person.js';
import { migrateHalfMigrated } from './migrate-half-migrated.js';
import { migrateServer } from './migrate-server.js';
import { isLegacySite } from './read/is-legacy-site.js';
import { overriddenCheck } from './read/overridden-check.js';
import type { Releases } from './read/read-origins.js';
import { writtenOptions } from './read/written-options.js';
import { reviewModernCheck } from './review-modern-check.js';
import type { SourceFile } from './source/source-file.js';
import { propertyOf } from './syntax/property-of.js';

/**
 * Migrates one server, by what its code is written for: settings of v2 are translated, a `cors` that is there already
 * is corrected, and what has neither is a server of v2 by default, or none of our business.
 *
 * @param isSetElsewhere whether origins are set, here or in another file, on something that may be this server
 * @param isModern whether the file is known to run on v3 or v4 already
 */
export function migrateSite(
  file: SourceFile,
  site: ServerSite,
  releases: Releases,
  isModern: boolean,
  isSetElsewhere: boolean,
): void {
  const object = writtenOptions(site);
  if (object !== undefined && propertyOf(object, 'cors') !== undefined) {
    const isV4 = isModern || site.notation === 'v4';
    if (isV4) reviewModernCheck(file, object);
    const overridden = isV4 ? undefined : overriddenCheck(file, site);
    if (overridden) leave(overridden.node, 'ORIGINS_SET_LATER', {}, 'origins');
    migrateHalfMigrated(file, site, object, releases, isV4);
  } else if (isLegacySite(site, object, isModern)) {
    migrateServer(file, site, releases, isSetElsewhere);
  } else if (object !== undefined) {
    reviewModernCheck(file, object);
  }
}
