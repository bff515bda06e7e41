import { SETTING_KEYS } from '../../v2/server-api.js';
import { takesOptions } from '../analyze/cors.js';
import { ManualReview, warningOf } from '../analyze/manual-review.js';
import { writtenOrigins } from '../analyze/options.js';
import type { UnsureServer } from '../analyze/server.js';
import { calleeOf, keyName, memberName, nameOf, propertyOf } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/path.js';
import { unreadFrameworks } from '../detect/frameworks.js';
import { handleOf } from '../detect/handle.js';
import { OPAQUE_WRAPPERS } from '../detect/packages.js';
import { type ServerSite, writtenOptions } from '../detect/server-site.js';
import type { FoundServers } from '../detect/servers.js';
import { strayOrigins, type UnresolvedSetting, unresolvedSets } from '../detect/unresolved.js';
import type { SourceFile } from '../edits/source-file.js';
import { type FrozenSpan, reportFrozen, reportManual } from '../edits/todo.js';
import type { Migration } from './part.js';

/**
 * Reports the uses of Socket.IO in a file that belong to none of its servers: uses of the module that cannot be followed,
 * settings on unknown receivers, options for unknown callees. A place that can only be Socket.IO's gets a comment. One that
 * may belong to other software keeps its bytes.
 */
export function reportUnresolved(
  file: SourceFile,
  found: FoundServers,
  settings: readonly UnresolvedSetting[],
): void {
  const { sites, unfollowed } = found;
  const { others, releases } = file;
  const { isModern } = releases;
  if (!isModern)
    for (const { path, why } of unfollowed)
      reportManual(file, path, warningOf('SERVER_NOT_FOLLOWED', { why }));
  const sharesServer = others.some(({ makesServers }) => makesServers);
  for (const { path, isLikely } of settings) {
    if (!isLikely && sites.length === 0 && !sharesServer) continue;
    const isAttached = /^(?:attach|listen)$/.test(memberName(calleeOf(path)) ?? '');
    const subject = isAttached ? 'allowRequest' : 'origins';
    const warning = warningOf('ORIGINS_CALL_ON_UNKNOWN_RECEIVER', { isAttached }, subject);
    // Server.prototype.checkRequest = check
    const isProven = path.is('MemberExpression') && memberName(path.get('object')) === 'prototype';
    if (isProven) reportManual(file, path, warning);
    else file.reportWarning(warning, path.node, 'manual');
  }
  for (const { path, key } of unresolvedSets(file.program, found))
    if (SETTING_KEYS.has(key) || sites.length > 0 || sharesServer) reportSet(file, path, key);
  for (const { path, why } of unreadFrameworks(file.program, sites, isModern))
    file.reportWithoutComment('OPTIONS_NOT_READABLE', { why }, path.node);
  const taken = [takesOptions(found), ...others.map((other) => other.takesOptions)];
  reportOptions(file, sites, taken.includes('v4') || (isModern && taken.includes('any')));
}

const HANDLER = 'handlePreflightRequest';
const NOT_PROVEN = 'the code does not prove that they are for Socket.IO (if they are not, leave them)';
const LEFT_WITH_SERVER = 'the server is left as it is, for the reason that is reported for it';
const NO_KNOWN_SERVER = 'the code does not show which server these options are for';

/** Options that only Socket.IO has, or that it also has: next to one of them, `origins` is likely Socket.IO's. */
const OTHER_OPTIONS: readonly string[] = [
  ...['cors', 'transports', 'pingTimeout', 'pingInterval', 'allowEIO3', 'allowRequest', 'allowUpgrades'],
  ...['maxHttpBufferSize', 'serveClient', 'upgradeTimeout'],
];

/** Whether `origins` is in the options of some server, or in the `cors` of them. */
function isOfOptions(origins: NodePath): boolean {
  const object = origins.parentPath as NodePath<t.ObjectExpression>;
  const { parentPath: owner, key } = object;
  const isInCors = owner?.is('ObjectProperty') && key === 'value' && nameOf(owner.node.key) === 'cors';
  return isInCors || OTHER_OPTIONS.some((name) => propertyOf(object, name) !== undefined);
}

/**
 * Reports v2's options that are passed to an unknown callee, or assigned.
 *
 * @param mayBeV4 whether they may be those of a server for v4 that takes its options from elsewhere
 */
function reportOptions(file: SourceFile, sites: FoundServers['sites'], mayBeV4: boolean): void {
  const wrapper = OPAQUE_WRAPPERS.find(
    (name) => file.code.includes(`'${name}'`) || file.code.includes(`"${name}"`),
  );
  const methodCalls = sites.flatMap((site) => site.methodCalls.map(({ call }) => call.node as t.Node));
  const known = new Set<t.Node>([...methodCalls, ...sites.map(({ call }) => call.node)]);
  const visitCall = (call: NodePath<t.CallExpression> | NodePath<t.NewExpression>) => {
    const origins = known.has(call.node) || wrapper !== undefined ? undefined : strayOrigins(call);
    if (origins)
      file.reportWithoutComment('ORIGINS_NOT_MIGRATED', { why: NOT_PROVEN }, origins.node, 'origins');
  };
  const ofSites = new Set<t.Node | undefined>([
    ...methodCalls,
    ...sites.map((site) => writtenOptions(site)?.node),
  ]);
  const isOfSite = (path: NodePath) => path.findParent(({ node }) => ofSites.has(node)) !== null;
  const reportHandler = (path: NodePath) => {
    const why = isOfSite(path) ? LEFT_WITH_SERVER : NO_KNOWN_SERVER;
    reportManual(file, path, warningOf('PREFLIGHT_HANDLER_NOT_MIGRATED', { why }, HANDLER));
  };
  const visit = (path: NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>) => {
    const { node } = path;
    if (file.handled.has(node) || !path.parentPath?.is('ObjectExpression')) return;
    const name = keyName(node);
    const isExport = name === HANDLER && isExports(path.parentPath.parentPath?.get('left'));
    // No other software has an option of that name.
    if (name === HANDLER && !isExport) reportHandler(path);
    else if (name === 'origins' && wrapper !== undefined)
      file.reportWithoutComment('WRAPPER_NOT_MIGRATED', { wrapper }, node, name);
    else if (name === 'origins' && mayBeV4 && isOfOptions(path) && !isOfSite(path))
      file.reportWithoutComment('ORIGINS_NOT_MIGRATED', { why: NOT_PROVEN }, node, name);
  };
  file.program.traverse({
    ObjectProperty: visit,
    ObjectMethod: visit,
    CallExpression: visitCall,
    NewExpression: visitCall,
    AssignmentExpression(path) {
      const target = path.get('left');
      if (memberName(target) !== HANDLER || file.handled.has(path.node)) return;
      if (!isExports(target.get('object'))) reportHandler(path);
    },
  });
}

/** Whether an expression is what a file exports. A server that is given it is reported if it cannot be read there. */
function isExports(path: NodePath): boolean {
  const handle = path.node ? handleOf(path) : undefined;
  return /^(?:exports|module\.exports)$/.test(`${handle?.root}${handle?.path}`);
}

/** Reports a server that needs manual review. */
export function reportReview(file: SourceFile, site: ServerSite, why: ManualReview | FrozenSpan): void {
  if (why instanceof ManualReview) {
    const { warning, path } = why;
    reportManual(file, path, warning);
    for (const node of warning.effect === 'opens' ? [] : originsOf(site))
      file.reportWithoutComment('ORIGINS_NOT_MIGRATED', { why: LEFT_WITH_SERVER }, node, 'origins');
  } else reportFrozen(file, why);
  // Code that throws on v4 is reported even if the origins need review.
  for (const { call, name } of site.methodCalls) {
    const [key] = call.node.arguments;
    if (name === 'set' && key?.type === 'StringLiteral' && key.value !== 'origins')
      reportSet(file, call, key.value);
  }
}

/** The origins of a server: those of its options, and those of its calls. */
function originsOf(site: ServerSite): readonly t.Node[] {
  const written = writtenOrigins(site);
  const calls = site.methodCalls.flatMap(({ call: { node }, name }) => {
    const [first] = node.arguments;
    const isSet = name === 'set' && first?.type === 'StringLiteral' && first.value === 'origins';
    return isSet || (name === 'origins' && first !== undefined) ? node : [];
  });
  return [...(written ? [written] : []), ...calls];
}

/** Reports `io.set(key, value)`, at which v4 throws. */
function reportSet(file: SourceFile, { node }: NodePath, key: string): void {
  file.reportWithoutComment('CALL_HAS_NO_EQUIVALENT', { key }, node, `set('${key}')`);
}

const PLAIN_WEBSOCKETS =
  "the package uses plain WebSockets too, so this gateway may not be Socket.IO's (if it is not, leave them)";

/** Reports the origins of a gateway that may be no Socket.IO server, and options that may have some. */
export const unsureGateway: Migration<UnsureServer> = (file, { site, isOther, isUnread }) => ({
  edit: () => {
    if (isOther) return;
    const why = PLAIN_WEBSOCKETS;
    const calls = site.methodCalls.filter(({ name }) => name === 'origins' || name === 'set');
    for (const node of [writtenOrigins(site), ...calls.map(({ call }) => call.node)])
      if (node) file.reportWithoutComment('ORIGINS_NOT_MIGRATED', { why }, node, 'origins');
    if (isUnread) file.reportWithoutComment('OPTIONS_NOT_READABLE', { why }, site.call.node);
  },
});
