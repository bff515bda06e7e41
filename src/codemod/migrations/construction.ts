import type { Warning } from '../../messages/warn.js';
import { literal } from '../../print/source-style.js';
import { inShapesOfV4 } from '../../v4/server-options.js';
import { forgetsConstructorOptions, knowsAllowEio3 } from '../../v4/target.js';
import { warningOf } from '../analyze/manual-review.js';
import type { LegacyServer } from '../analyze/server.js';
import { type Property, placeOf, propertyOf, propertyValue, unwrap } from '../ast/nodes.js';
import { settingsElsewhere } from '../ast/objects.js';
import type { t } from '../ast/path.js';
import { evaluate } from '../ast/values.js';
import { attachedObjects, optionsArgument, type ServerSite } from '../detect/server-site.js';
import { editConstruction } from '../edits/construction.js';
import { removeIgnoredOrigins } from '../edits/options.js';
import type { SourceFile } from '../edits/source-file.js';
import { settingNode } from './cors.js';
import type { Migration } from './part.js';

/** Options that v2 did not read: of `attach()`, and of a constructor without an HTTP server. */
export const ignoredOptions: Migration<LegacyServer> = (file, server) => {
  const { attached, dead, options } = server;
  const [first] = dead;
  const at = first === undefined ? undefined : options.properties.get(first)?.node;
  return {
    edit: () => removeIgnoredOrigins(file, attached),
    findings: at
      ? [[warningOf('CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH', { names: dead, isRemoved: true }, first), at]]
      : [],
  };
};

const OF_COOKIE: ReadonlySet<string> = new Set(['cookie', 'cookiePath', 'cookieHttpOnly']);

/**
 * v2's `cookie: 'name'`, `cookiePath` and `cookieHttpOnly` become v4's `cookie` object. Values that are only known at run
 * time, that are given elsewhere, or that other code reads, need manual review.
 */
export const cookieOptions: Migration<LegacyServer> = (file, server) => {
  const { site, options, dead } = server;
  const { from, isModern } = file.releases;
  if (isModern) return {};
  const given = [...options.properties].filter(([name]) => OF_COOKIE.has(name) && !dead.includes(name));
  const argument = optionsArgument(site);
  const named = argument && unwrap(argument);
  const isElsewhere = named?.is('Identifier') && settingsElsewhere(named, OF_COOKIE) !== undefined;
  const known = given.map(([name, property]) => [name, cookieValue(property)] as const);
  const isKnown = !isElsewhere && known.every(([, value]) => value !== undefined);
  const left: t.Node[] = attachedCookies(site).map(({ node }) => node);
  if (!isKnown) left.push(...given.map(([, { node }]) => node));
  if (isElsewhere && given.length === 0) left.push(named.node);
  const edit = () => reportCookies(file, left);
  const { cookie: name } = Object.fromEntries(known);
  if (!isKnown || given.length === 0 || name === false || isObject(name)) return { edit };
  const { cookie } = inShapesOfV4(Object.fromEntries(known), from, () => {});
  return {
    edit,
    options: [`cookie: ${literal(cookie, file.style)}`],
    replaced: given.map(([name]) => name),
  };
};

/** @returns undefined if the value is only known at run time; an object for one that is in v4's shape already */
function cookieValue(property: Property): unknown {
  const value = propertyValue(property);
  return unwrap(value).is('ObjectExpression') ? {} : evaluate(value)?.value;
}

/** Cookies in v2's shape that `attach()` and `listen()` are given. */
function attachedCookies(site: ServerSite): readonly Property[] {
  return attachedObjects(site).flatMap((object) => {
    const properties = [...OF_COOKIE].flatMap((name) => propertyOf(object, name) ?? []);
    const isOff = (value: unknown) => value === false || isObject(value);
    return properties.some((property) => isOff(cookieValue(property))) ? [] : properties;
  });
}

function reportCookies(file: SourceFile, nodes: readonly t.Node[]): void {
  const [first] = nodes;
  if (first === undefined) return;
  const lines = [...new Set(nodes.map((node) => placeOf(node).line))];
  const member = "cookie: 'name'";
  file.reportWithoutComment('V2_API_CHANGED', { member, lines }, first, member);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A `wsEngine` that names a package goes: v4 takes a class, and ends at the start with a string. */
export const engineOption: Migration<LegacyServer> = (_file, { options, dead }) => {
  const property = dead.includes('wsEngine') ? undefined : options.properties.get('wsEngine');
  const name = property && evaluate(propertyValue(property))?.value;
  if (property === undefined || typeof name !== 'string') return {};
  return {
    replaced: ['wsEngine'],
    findings: [[warningOf('WS_ENGINE_NAME_IGNORED', { name, isRemoved: true }, 'wsEngine'), property.node]],
  };
};

/** `--keep-v2-clients` becomes `allowEIO3: true`. */
export const legacyClients: Migration<LegacyServer> = (file, server) => {
  const { to, isModern } = file.releases;
  const available = knowsAllowEio3(to);
  const isWritten = server.options.properties.has('allowEIO3');
  const isKept = file.options.keepV2Clients === true && available;
  const warnings: Warning[] = [];
  if (!isKept && !isWritten)
    warnings.push(warningOf('LEGACY_CLIENTS_NEED_ALLOW_EIO3', { to, available, isMigrated: true }));
  if (forgetsConstructorOptions(to)) warnings.push(warningOf('CONSTRUCTOR_OPTIONS_LOST_ON_ATTACH', { to }));
  const at = settingNode(server);
  return {
    options: isKept && !isWritten ? ['allowEIO3: true'] : [],
    findings: isModern ? [] : warnings.map((warning) => [warning, at] as const),
  };
};

/** `require('socket.io')(…)` becomes `new Server(…)`, also if its `cors` and `allowRequest` were written by hand. */
export const construction: Migration = (file, { site }) => ({
  edit: () => {
    if (editConstruction(file, site))
      file.report('REWRITTEN_FOR_V4', { kind: 'construction' }, site.call.node);
  },
});

/** Reports a server that other files may set. */
export const exposure: Migration<LegacyServer> = (file, { site }) => {
  const at: t.Node = site.call.node;
  const isUnknown = file.options.others === undefined && site.escapes;
  return { findings: isUnknown ? [[warningOf('SERVER_LEAVES_FILE', {}), at]] : [] };
};
