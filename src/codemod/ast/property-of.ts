import type { NodePath, t } from './types.js';
import { nameOf } from './unwrap.js';

export type Property = NodePath<t.ObjectProperty> | NodePath<t.ObjectMethod>;

/** The property of an object literal with a literal name. */
export function propertyOf(object: NodePath<t.ObjectExpression>, wanted: string): Property | undefined {
  for (const property of object.get('properties')) {
    if (property.isSpreadElement()) continue;
    const { key, computed } = property.node as t.ObjectProperty | t.ObjectMethod;
    if (nameOf(key, computed) === wanted) return property as Property;
  }
  return undefined;
}

/** The value of a property, or the method itself. */
export function propertyValue(property: Property): NodePath {
  return property.isObjectMethod() ? property : (property.get('value') as NodePath);
}
