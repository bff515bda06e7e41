/**
 * Says what a value is, in the words of an error message. It does not throw, whatever the value.
 *
 * @example describe(/x/) // 'a regular expression (/x/)'
 */
export function describe(value: unknown): string {
  try {
    return wordsFor(value);
  } catch {
    return 'an object that cannot be read';
  }
}

function wordsFor(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof RegExp) return `a regular expression (${value})`;
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value)}`;
    case 'function':
      return `a function${value.name === '' ? '' : ` (${value.name})`}`;
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value} (${String(value)})`;
  }
}
