import type { OriginKey } from '../origins/origin-key.js';

const ANY_SCHEME = '[a-z][a-z\\d+.-]*';
const ANY_HOST = '(?:\\[[\\da-f:.]+\\]|[^\\s/?#@:[\\]]*)';

/**
 * The regular expression for a key without a scheme. It is anchored at both ends, takes every letter of the host
 * for itself, and never goes back: no part of it can match what its neighbour begins with.
 *
 * @example originPattern({ protocol: '*', host: 'example.com', port: '*' }) // /^[a-z][a-z\d+.-]*:\/\/example\.com(?::\d+)?$/
 */
export function originPattern({ host, port }: OriginKey): RegExp {
  const name = host === '*' ? ANY_HOST : escaped(host.includes(':') ? `[${host}]` : host);
  return new RegExp(`^(?:${withPort(name, port)})$`);
}

/** v2 took 443 for the default port of https, and 80 for that of every other scheme. */
function withPort(host: string, port: string): string {
  switch (port) {
    case '*':
      return `${ANY_SCHEME}://${host}(?::\\d+)?`;
    case '443':
      return `https://${host}|${ANY_SCHEME}://${host}:443`;
    case '80':
      return `(?!https:)${ANY_SCHEME}://${host}|${ANY_SCHEME}://${host}:80`;
    default:
      return `${ANY_SCHEME}://${host}:${port}`;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
