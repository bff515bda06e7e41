import { printable } from '../output/printable.js';

/** What can be wrong with what `explain` is given, beside the settings themselves. */
export const explainProblems = {
  functions:
    'These settings hold functions, which cannot be written out as text; `socketio-cors migrate` reads them where they stand.',
  empty: (name: string) =>
    `${name}: it is empty; expected the options object that Socket.IO v2 was given, as JSON: {"origins": ["https://example.com:443"]}`,
  notJson: (where: string, said: string) =>
    `${where}: ${said}. Expected JSON: names and strings in double quotes, no comments, no comma at the end, no functions.`,
  functionAsText: (path: string) =>
    `${path}: it is text that looks like a function, and v2 would have taken it for a list. JSON holds no functions; \`socketio-cors migrate\` reads them where they stand.`,
  noSettings: (name: string, found: readonly string[]) =>
    `${name}: it holds no settings of a Socket.IO server, but ${namesIn(found)}; expected the options object that Socket.IO v2 was given, as {"origins": ["https://example.com:443"]}. Looked at are origins, handlePreflightRequest, allowRequest and originsCalls (what io.origins() was called with); the server's other options are kept.`,
  setting: (path: string, message: string) => `${path}: ${message}`,
} as const;

/** @example namesIn(['a', 'b', 'c', 'd', 'e']) // '"a", "b", "c" and 2 more' */
function namesIn(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `"${printable(name, 40)}"`);
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}
