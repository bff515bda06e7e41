const CONSUMED = ['origins', 'originsCalls', 'handlePreflightRequest', 'allowRequest'] as const;

/** No origin holds an arrow or begins with a keyword and a parenthesis. */
const LOOKS_LIKE_FUNCTION = /=>|^\s*(?:async\s+)?function\b[^:]*\(/;

/** The paths of those settings in which a function was written as text, for want of another way in JSON. */
export function functionsAsText(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return CONSUMED.flatMap((key) => pathsIn(key, (settings as Readonly<Record<string, unknown>>)[key]));
}

function pathsIn(path: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return LOOKS_LIKE_FUNCTION.test(value) ? [path] : [];
  return Array.isArray(value) ? value.flatMap((entry, index) => pathsIn(`${path}[${index}]`, entry)) : [];
}
