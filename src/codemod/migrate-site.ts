import { isLegacySite } from './analyze/is-legacy-site.js';
import { leave } from './analyze/manual-review.js';
import { overriddenCheck } from './analyze/overridden-check.js';
import type { Releases } from './analyze/read-origins.js';
import { writtenOptions } from './analyze/written-options.js';
import { propertyOf } from './ast/property-of.js';
import type { ServerSite } from './detect/server-site.js';
import type { SourceFile } from './edits/source-file.js';
import { migrateHalfMigrated } from './migrate-half-migrated.js';
import { migrateServer } from './migrate-server.js';
import { reviewModernCheck } from './review-modern-check.js';

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
