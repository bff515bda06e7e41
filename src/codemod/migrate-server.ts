import type { Warning } from '../messages/warning.js';
import { allowRequestText, corsComment, corsText } from '../print/source-text.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from '../v4/target.js';
import { admitsEveryone } from './analyze/admits-everyone.js';
import { findIgnoredOrigins } from './analyze/find-ignored-origins.js';
import { leave } from './analyze/manual-review.js';
import { originsInForce } from './analyze/origins-in-force.js';
import { overriddenCheck } from './analyze/overridden-check.js';
import { ownCheck } from './analyze/own-check.js';
import { type ReadOptions, readOptions } from './analyze/read-options.js';
import type { Releases } from './analyze/read-origins.js';
import { type OriginsCall, settingCalls } from './analyze/setting-calls.js';
import { settingOf } from './analyze/setting-of.js';
import { warningOf } from './analyze/warning-of.js';
import { statementOf } from './ast/statement-of.js';
import type { NodePath, t } from './ast/types.js';
import type { ServerSite } from './detect/server-site.js';
import { editConstruction } from './edits/edit-construction.js';
import { editOptions } from './edits/edit-options.js';
import { insertBefore, removeStatement } from './edits/edit-statements.js';
import { leaveToPerson } from './edits/insert-todo.js';
import { removeIgnoredOrigins } from './edits/remove-ignored-origins.js';
import { commentsOnCalls, removeOriginsCalls } from './edits/remove-origins-calls.js';
import { type SourceFile, spanOf } from './edits/source-file.js';
import type { OriginsPlan } from './migrations/origins-plan.js';
import { planOrigins } from './migrations/plan-origins.js';
import { planOwnCheck } from './migrations/plan-own-check.js';
import { planPreflight } from './migrations/plan-preflight.js';
import { planSetCalls } from './migrations/plan-set-calls.js';

/**
 * Migrates one server: its options, and the calls that changed them. Everything is read and planned before anything
 * is edited.
 *
 * @param isSetElsewhere whether origins are set, here or in another file, on something that may be this server
 * @throws LeftToPerson where something cannot be proven
 */
export function migrateServer(
  file: SourceFile,
  site: ServerSite,
  releases: Releases,
  isSetElsewhere: boolean,
): void {
  const options = readOptions(file, site);
  const calls = settingCalls(site);
  const statement = statementOf(options.object ?? site.call);
  const inForce = originsInForce(options, calls.origins, releases);
  const overridden = overriddenCheck(file, site);
  if (overridden) leave(overridden.node, 'ORIGINS_SET_LATER', {}, 'origins');
  if (isSetElsewhere && (inForce === undefined || admitsEveryone(inForce.path, releases)))
    leave(site.call.node, 'ORIGINS_SET_LATER', {}, 'origins');
  const check = ownCheck(
    settingOf(options, 'allowRequest'),
    inForce !== undefined || releases.era === 'literal',
  );
  const own = check !== undefined;
  const origins = own
    ? ownPlan(inForce !== undefined)
    : planOrigins(file, inForce, statement, releases, site.call.node);
  const preflight = planPreflight(
    file,
    settingOf(options, 'handlePreflightRequest'),
    origins.corsOrigin,
    statement,
    releases,
  );
  const moved = planSetCalls(file, calls.set, options, statement);
  const ignored = findIgnoredOrigins(calls.attach);
  const kept = check && planOwnCheck(file, check, statement);
  const properties = [
    corsComment(origins.source) + corsText(origins.source, preflight.source, file.style),
    allowRequestText(origins.source, releases.missingOrigin, file.style),
    ...moved.properties,
    ...keepClients(file, options, releases),
  ].filter((text) => text !== undefined);

  const about = commentsOnCalls(file, calls.origins);
  const [declaration] = origins.declarations;
  const declarations =
    declaration === undefined ? [] : [about + declaration, ...origins.declarations.slice(1)];
  if (declaration === undefined) properties[0] = about + (properties[0] ?? '');
  const at = placeOf(options, inForce?.call, site);
  const spans = inForce && origins.source.kind !== 'everyone' && !own ? [spanOf(inForce.path.node)] : [];
  removeIgnoredOrigins(file, ignored);
  origins.apply();
  insertBefore(file, statement, [...declarations, ...(kept?.declarations ?? [])]);
  kept?.apply();
  editOptions(file, site, options, properties, { moved: spans, keepsAllowRequest: own });
  removeOriginsCalls(file, calls.origins, spans);
  file.added.push(...declarations, ...properties);
  for (const { call } of moved.calls) removeStatement(file, call.parentPath as NodePath);
  for (const { call, key, option } of moved.calls) file.report('IO_SET_MOVED', { key, option }, call.node);
  for (const { call, key } of moved.left)
    leaveToPerson(file, call, warningOf('IO_SET_HAS_NO_EQUIVALENT', { key }, `set('${key}')`));
  for (const call of calls.getters)
    leaveToPerson(file, call, warningOf('ORIGINS_GETTER_IS_GONE', {}, 'origins'));
  if (editConstruction(file, site)) file.report('MODULE_IS_NOT_CALLABLE', {}, site.call.node);

  for (const warning of [...origins.warnings, ...replacedWarnings(options, calls.origins, own)])
    file.reportWarning(warning, at, 'migrated');
  const handler = settingOf(options, 'handlePreflightRequest');
  for (const warning of preflight.warnings) file.reportWarning(warning, handler?.node ?? at, 'migrated');
  for (const warning of serverWarnings(file, options, releases)) file.reportWarning(warning, at, 'migrated');
}

function ownPlan(hasOrigins: boolean): OriginsPlan {
  const warnings = [warningOf('ALLOW_REQUEST_DECIDES_ALONE', {}, 'allowRequest')];
  if (hasOrigins) warnings.unshift(warningOf('ORIGINS_IGNORED_BY_ALLOW_REQUEST', {}, 'origins'));
  return { source: { kind: 'own' }, corsOrigin: true, declarations: [], warnings, apply: () => undefined };
}

function keepClients(file: SourceFile, options: ReadOptions, { to }: Releases): string[] {
  if (!file.options.keepV2Clients || !knowsAllowEio3(to) || options.properties.has('allowEIO3')) return [];
  return ['allowEIO3: true'];
}

function serverWarnings(file: SourceFile, options: ReadOptions, { to }: Releases): Warning[] {
  const warnings: Warning[] = [];
  const available = knowsAllowEio3(to);
  const isKept = (file.options.keepV2Clients && available) || options.properties.has('allowEIO3');
  if (!isKept)
    warnings.push(warningOf('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available, isMigrated: true }));
  if (forgetsConstructorOptions(to)) warnings.push(warningOf('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to }));
  return warnings;
}

function replacedWarnings(options: ReadOptions, calls: readonly OriginsCall[], own: boolean): Warning[] {
  const isWritten = settingOf(options, 'origins') !== undefined;
  const names = [...(isWritten ? ['origins'] : []), ...calls.map((_, index) => `originsCalls[${index}]`)];
  const replaced = names.slice(0, -1);
  return replaced.length === 0 || own
    ? []
    : [warningOf('ORIGINS_CALL_REPLACES_OPTION', { replaced }, names[names.length - 1])];
}

/** What the findings about a server are reported at: the setting, or else the server. */
function placeOf(options: ReadOptions, call: t.Node | undefined, site: ServerSite): t.Node {
  const option =
    options.assignments.get('origins') ??
    options.properties.get('origins') ??
    options.properties.get('handlePreflightRequest');
  return call ?? option?.node ?? site.call.node;
}
