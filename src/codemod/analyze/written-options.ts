import { propertyOf, unwrap } from '../ast/nodes.js';
import type { NodePath, t } from '../ast/types.js';
import { writtenValue } from '../ast/values.js';
import { optionsArgument, type ServerSite } from '../detect/server-site.js';
import { settingsElsewhere } from './settings-elsewhere.js';

/** The literal object of a server's options, if there is one. */
export function writtenOptions(site: ServerSite): NodePath<t.ObjectExpression> | undefined {
  const argument = optionsArgument(site);
  if (argument === undefined) return undefined;
  const object = writtenValue(argument);
  return object.isObjectExpression() ? object : undefined;
}

/** The option `origins` of a server, or the variable of options that get it elsewhere. */
export function writtenOrigins(site: ServerSite): t.Node | undefined {
  const object = writtenOptions(site);
  const property = object && propertyOf(object, 'origins');
  if (property) return property.node;
  const options = optionsArgument(site);
  const name = options && unwrap(options);
  return name?.isIdentifier() && settingsElsewhere(name, ORIGINS) ? name.node : undefined;
}

const ORIGINS: ReadonlySet<string> = new Set(['origins']);
