import { propertyValue } from '../ast/property-of.js';
import type { NodePath } from '../ast/types.js';
import type { ReadOptions } from './read-options.js';

/** The value of an option: its property's, the method itself, or what was assigned later. */
export function settingOf({ properties, assignments }: ReadOptions, name: string): NodePath | undefined {
  const assignment = assignments.get(name);
  if (assignment !== undefined) return assignment.get('right') as NodePath;
  const property = properties.get(name);
  return property && propertyValue(property);
}
