/** The names that the written code has for itself, within its functions. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['headers', 'request', 'callback', 'from', 'origin', 'pattern', 'error', 'allowed', '_'],
  ...['scheme', 'ipv6', 'name', 'number', 'host', 'port', 'keys', 'key', 'entry', 'entries'],
]);

/**
 * Whether a name of the app's would mean something else within the written code.
 *
 * @example isTaken('callback') // true: `(origin, callback) => callback(origin, …)` would ask the wrong one
 */
export function isTaken(name: string): boolean {
  return TAKEN.has(name);
}
