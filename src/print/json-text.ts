import { bracketed, literal, type SourceStyle } from './source-style.js';

/** A JSON value as source text. */
export function jsonText(value: unknown, style: SourceStyle): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => jsonText(item, style));
    return bracketed('[', items, ']', style);
  }
  if (typeof value !== 'object' || value === null) return literal(value, style);
  return bracketed('{', propertyTexts(value, style), '}', style);
}

/** The properties of a JSON object as source text. */
export function propertyTexts(value: object, style: SourceStyle): string[] {
  return Object.entries(value).map(([key, item]) => `${keyText(key, style)}: ${jsonText(item, style)}`);
}

function keyText(key: string, style: SourceStyle): string {
  // Without brackets, it would set the prototype.
  if (key === '__proto__') return `[${literal(key, style)}]`;
  return /^[a-z_$][\w$]*$/i.test(key) ? key : literal(key, style);
}
