import { ManualReview, unlessReview } from './analyze/manual-review.js';
import { analyzeServer, type Context, contextOf } from './analyze/server.js';
import { isNamedFor } from './detect/hidden-settings.js';
import type { ServerSite } from './detect/server-site.js';
import { findServers } from './detect/servers.js';
import { unresolvedSettings } from './detect/unresolved.js';
import { SourceFile } from './edits/source-file.js';
import { Frozen, type FrozenSpan } from './edits/todo.js';
import { removeUnused } from './edits/unused.js';
import { checkForV4, deadChecks, ownCheck } from './migrations/allow-request.js';
import { otherCalls } from './migrations/calls.js';
import { migrateClients } from './migrations/clients.js';
import {
  construction,
  cookieOptions,
  engineOption,
  exposure,
  ignoredOptions,
  legacyClients,
} from './migrations/construction.js';
import { corsAndCheck } from './migrations/cors.js';
import { modernOptions } from './migrations/cors-option.js';
import { loadsDropIn, reviewFile } from './migrations/fallback.js';
import { applyParts, type Migrations, partsOf } from './migrations/part.js';
import { reportReview, reportUnresolved, unsureGateway } from './migrations/unresolved.js';
import { isDropInProgram } from './survey.js';

/** The migrations for each kind of server, in order. */
const MIGRATIONS: Migrations = {
  legacy: [
    ...[ignoredOptions, corsAndCheck, ownCheck, otherCalls, legacyClients, cookieOptions, engineOption],
    ...[construction, exposure],
  ],
  modern: [checkForV4, modernOptions, deadChecks, construction],
  unsure: [unsureGateway],
};

/** The file with its edits, its servers, and those of them that need manual review. */
export type MigratedFile = ReturnType<typeof migrateFile>;

/** Migrates the servers and clients of a file. */
export function migrateFile(original: SourceFile) {
  let file = original.fork();
  const { others, releases } = file;
  const found = findServers(file.program);
  const { sites, unfollowed } = found;
  // On the drop-in server, the code of a file works as on v2.
  const usesDropIn = loadsDropIn(file.code);
  const isDropIn = sites.length === 0 && unfollowed.length === 0 && (usesDropIn || isDropInProgram(others));
  const settings = isDropIn
    ? []
    : unresolvedSettings(file.program, found).filter(({ needsName }) => isNamedFor(needsName, others));
  const frozen = new Frozen(file);
  const context = contextOf(file, found, settings);
  const manual = new Set<ServerSite>();
  for (const site of sites) {
    const outcome = migrateServer(file, site, context, frozen);
    if (outcome instanceof SourceFile) file = outcome;
    else {
      manual.add(site);
      reportReview(file, site, outcome);
    }
  }
  removeUnused(file, frozen);
  if (!releases.isModern) migrateClients(file, frozen);
  if (!isDropIn) reportUnresolved(file, found, settings);
  frozen.reportLeft(file);
  reviewFile(file, frozen, isDropIn || usesDropIn);
  // It may be a server of another file.
  const setsOthers = sites.length === 0 && settings.some((one) => one.isLikely && !one.admitsEveryone);
  return { file, sites, manual, unfollowed, setsOthers };
}

/**
 * Analyzes a server, asks the migrations of its kind for their parts, and applies them.
 *
 * @returns a copy of the file in which the server is migrated, or why the server needs manual review, and has no edits
 */
function migrateServer(
  original: SourceFile,
  site: ServerSite,
  context: Context,
  frozen: Frozen,
): SourceFile | ManualReview | FrozenSpan {
  const file = original.fork();
  const server = unlessReview(() => analyzeServer(file, site, context));
  if (server instanceof ManualReview) return server;
  applyParts(file, server, partsOf(MIGRATIONS, file, server));
  return frozen.editedIn(file, original.edits.edits.length) ?? file;
}
