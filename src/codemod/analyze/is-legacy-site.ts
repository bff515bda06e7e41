import { propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import { settingCalls } from './setting-calls.js';
import { settingsElsewhere } from './settings-elsewhere.js';

/** Whether a server without `cors` is v2's, or has v2's settings. */
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

/** Whether the options have one of v2's settings, or are assigned one. */
function hasLegacySetting(site: ServerSite, object: NodePath<t.ObjectExpression> | undefined): boolean {
  if (object && [...LEGACY].some((name) => propertyOf(object, name) !== undefined)) return true;
  const argument = optionsArgument(site);
  const node = argument && unwrap(argument);
  const spread = object?.get('properties').filter((one) => one.isSpreadElement()) ?? [];
  return [node, ...spread.map((one) => unwrap(one.get('argument') as NodePath))].some(
    (path) => path?.isIdentifier() && settingsElsewhere(path, LEGACY) !== undefined,
  );
}

const LEGACY: ReadonlySet<string> = new Set(['origins', 'handlePreflightRequest']);
