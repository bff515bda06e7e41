import type { Warning } from '../../messages/warning.js';
import { allowRequestText, corsComment, corsText, withTypes } from '../../print/source-text.js';
import { READ_AT_ATTACH } from '../../v2/engine-options.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from '../../v4/target.js';
import { findIgnoredOrigins } from '../analyze/find-ignored-origins.js';
import { bail } from '../analyze/manual-review.js';
import { originsSetting } from '../analyze/origins.js';
import { ownCheck } from '../analyze/own-check.js';
import { type ReadOptions, readOptions, settingOf } from '../analyze/read-options.js';
import type { Releases } from '../analyze/read-origins.js';
import { type OriginsCall, settingCalls } from '../analyze/setting-calls.js';
import { warningOf } from '../analyze/warning-of.js';
import { statementOf } from '../ast/statements.js';
import type { NodePath, t } from '../ast/types.js';
import type { Context } from '../context.js';
import { type ServerSite, withoutHttpServer } from '../detect/server-site.js';
import { editConstruction } from '../edits/construction.js';
import { editOptions, removeIgnoredOrigins } from '../edits/options.js';
import { type SourceFile, spanOf } from '../edits/source-file.js';
import { commentsOnCalls, insertBefore, removeOriginsCalls, removeStatement } from '../edits/statements.js';
import { reportManual } from '../edits/todo.js';
import { planOwnCheck } from './allow-request.js';
import { planOrigins } from './origins.js';
import { planAssigned } from './origins-assigned.js';
import type { OriginsPlan } from './origins-plan.js';
import { planPreflight } from './preflight.js';
import { planSetCalls } from './set-calls.js';

/**
 * Migrates a server of v2: reads its options and the calls that change them, decides what each becomes, then edits.
 *
 * @throws ManualReview if something cannot be proven; the caller takes back the edits
 */
export function migrateServer(file: SourceFile, site: ServerSite, { releases, isModern }: Context): void {
  const options = readOptions(file, site);
  const calls = settingCalls(site);
  const statement = statementOf(options.object ?? site.call);
  const dead = withoutHttpServer(site)
    ? [...options.properties.keys()].filter((name) => READ_AT_ATTACH.has(name))
    : [];
  const active = (name: string) => (dead.includes(name) ? undefined : settingOf(options, name));
  const cors = options.assignments.get('cors');
  if (cors) bail(cors.node, 'OPTIONS_NOT_READABLE', { why: 'cors is assigned to them' });
  const setting = originsSetting(file, site, options, calls);
  const check = ownCheck(active('allowRequest'), setting.kind !== 'none' || releases.era === 'literal');
  const handler = active('handlePreflightRequest');
  const isAttachedElsewhere =
    site.escapes.length > 0 && (file.options.others?.some(({ attachesServers }) => attachesServers) ?? false);
  const [attached] = calls.attach;
  if ((check || handler) && (attached || isAttachedElsewhere))
    bail((attached ?? site).call.node, 'OPTIONS_NOT_READABLE', {
      why: 'v2 did not use the allowRequest and handlePreflightRequest of the constructor for a server that is attached later',
    });
  const own = check !== undefined;
  if (own && setting.kind === 'assigned')
    bail(setting.assigned[0]?.expression.node ?? site.call.node, 'ORIGINS_NOT_MIGRATED', {
      why: 'allowRequest decides alone, so v2 ignored these calls, and on v4 they throw',
    });
  const origins = own
    ? ownPlan(setting.kind !== 'none')
    : setting.kind === 'assigned'
      ? planAssigned(file, setting, releases, site.call.node)
      : planOrigins(file, setting.kind === 'none' ? undefined : setting, statement, releases, site.call.node);
  if (isModern && (origins.source.kind === 'everyone' || own)) {
    removeUnreadSettings(file, site, options, calls.origins, handler);
    return;
  }
  const preflight = planPreflight(file, handler, origins.corsOrigin, statement, releases);
  const moved = planSetCalls(file, calls.set, options, statement);
  const ignored = findIgnoredOrigins(calls.attach);
  const kept = check && planOwnCheck(file, site, check, statement);
  const properties = [
    corsComment(origins.source) + corsText(origins.source, preflight.source, file.style),
    allowRequestText(origins.source, releases.missingOrigin, file.style),
    ...moved.properties,
    ...keepClients(file, options, releases),
  ]
    .filter((text) => text !== undefined)
    .map((text) => (file.style.typescript && !hasKnownType(site, options) ? withTypes(text) : text));

  const folded = setting.kind === 'assigned' ? [] : calls.origins;
  const about = commentsOnCalls(file, folded);
  const [declaration] = origins.declarations;
  const declarations =
    declaration === undefined ? [] : [about + declaration, ...origins.declarations.slice(1)];
  if (declaration === undefined) properties[0] = about + (properties[0] ?? '');
  const fixed = setting.kind === 'fixed' ? setting : undefined;
  const at = placeOf(options, fixed?.call, site);
  const spans = fixed && origins.source.kind !== 'everyone' && !own ? [spanOf(fixed.path.node)] : [];
  removeIgnoredOrigins(file, ignored);
  origins.apply();
  insertBefore(file, origins.before ?? statement, declarations);
  insertBefore(file, statement, kept?.declarations ?? []);
  kept?.apply();
  editOptions(file, site, options, properties, {
    moved: spans,
    keepsAllowRequest: own,
    dead,
    replaces: calls.origins.length > 0,
  });
  removeOriginsCalls(file, folded, spans);
  file.added.push(...declarations, ...properties);
  for (const { call } of moved.calls) removeStatement(file, call.parentPath as NodePath);
  for (const { call, key, option } of moved.calls)
    file.report('LEGACY_CALL_REMOVED', { call: `io.set('${key}', …)`, option }, call.node);
  for (const { call, key } of moved.left)
    reportManual(file, call, warningOf('IO_SET_HAS_NO_EQUIVALENT', { key }, `set('${key}')`));
  for (const { call, text } of [...moved.noops, ...calls.noops]) {
    removeStatement(file, call.parentPath as NodePath);
    file.report('LEGACY_CALL_REMOVED', { call: text, option: undefined }, call.node);
  }
  for (const call of calls.getters)
    reportManual(file, call, warningOf('ORIGINS_GETTER_IS_GONE', {}, 'origins'));
  if (editConstruction(file, site)) file.report('CONSTRUCTOR_CALL_REWRITTEN', {}, site.call.node);

  const warnings = [...origins.warnings, ...replacedWarnings(options, folded, own)];
  for (const warning of isModern ? warnings.filter(({ code }) => ABOUT_ENTRIES.has(code)) : warnings)
    file.reportWarning(warning, at, 'migrated');
  for (const warning of preflight.warnings) file.reportWarning(warning, handler?.node ?? at, 'migrated');
  if (!isModern)
    for (const warning of serverWarnings(file, options, releases))
      file.reportWarning(warning, at, 'migrated');
  const [first] = dead;
  if (first !== undefined)
    file.report(
      'CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH',
      { names: dead, isRemoved: true },
      options.properties.get(first)?.node ?? at,
      'migrated',
      first,
    );
  if (isModern && setting.kind !== 'none' && !calls.origins.length && !own)
    file.report('LIST_TAKES_EFFECT', { found: 'origins', isGuarded: true }, at, 'migrated', 'origins');
}

/** Whether TypeScript infers the type of the options from the call, so that functions in them need no types. */
function hasKnownType({ call, notation, optionsIndex }: ServerSite, { object }: ReadOptions): boolean {
  if (notation === 'adapter') return false;
  const argument = (call.get('arguments') as NodePath[])[optionsIndex];
  return object === undefined || argument?.node === object.node;
}

/** The warnings that also make sense for a list that v4 ignored. The others compare with v2. */
const ABOUT_ENTRIES: ReadonlySet<string> = new Set([
  'ORIGIN_NEVER_MATCHED',
  'ORIGIN_NOT_PARSEABLE',
  'ORIGINS_REFUSE_EVERYONE',
]);

/** Removes settings that v4 ignored, and that would let every page read if they became `cors`. */
function removeUnreadSettings(
  file: SourceFile,
  site: ServerSite,
  options: ReadOptions,
  calls: readonly OriginsCall[],
  handler: NodePath | undefined,
): void {
  const origins = options.properties.get('origins');
  editOptions(file, site, options, [], { moved: [], keepsAllowRequest: true, dead: [] });
  removeOriginsCalls(file, calls, []);
  for (const { call } of calls) file.report('LEGACY_CALL_THROWS', {}, call.node, 'migrated', 'origins');
  if (origins)
    file.report(
      'LEGACY_ORIGINS_REMOVED',
      { readers: 'no page of another origin may read' },
      origins.node,
      'migrated',
      'origins',
    );
  if (handler)
    file.report('PREFLIGHT_HANDLER_IGNORED_BY_V4', {}, handler.node, 'migrated', 'handlePreflightRequest');
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

/** The place to report the findings about a server at: the setting, or else the server. */
function placeOf(options: ReadOptions, call: t.Node | undefined, site: ServerSite): t.Node {
  const option =
    options.assignments.get('origins') ??
    options.properties.get('origins') ??
    options.properties.get('handlePreflightRequest');
  return call ?? option?.node ?? site.call.node;
}
