/**
 * Parses a URL.
 *
 * Not `URL.canParse`: on Node 20 it denies `https://bücher.example` once V8 has optimised it.
 *
 * @returns undefined if the text is not a URL
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/**
 * The origin as a browser would send it, or undefined if the text is none.
 *
 * @example readOrigin('https://Example.com:443/chat') // 'https://example.com'
 * @example readOrigin('capacitor://localhost') // 'capacitor://localhost'
 */
export function readOrigin(text: string): string | undefined {
  if (text === 'null') return text;
  if (!/^[a-z][a-z\d+.-]*:\/\/[^\s]+$/i.test(text)) return undefined;
  const url = parseUrl(text);
  if (url === undefined) return undefined;
  if (url.protocol === 'file:') return 'null';
  if (url.origin !== 'null') return url.origin;
  // The URL standard gives other schemes no origin, but extensions and app shells do send one.
  return url.host === '' ? undefined : `${url.protocol}//${url.host}`;
}

/**
 * Whether browsers trust the URL without encryption, because it does not leave the machine.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export const isLoopback = ({ hostname }: URL): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

/** Whether the address, as it is written, is this machine's or one of a local network. */
export const isLocalNetwork = (url: URL): boolean =>
  isLoopback(url) ||
  /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|169\.254(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[f(?:[cd]|e[89ab])[\da-f:]+\]|.+\.local)$/.test(
    url.hostname,
  );

/** A page served by https may not use a server by http: https://w3c.github.io/webappsec-mixed-content/ */
export function isMixedContent(pageOrigin: string, url: string): boolean {
  const server = new URL(url);
  return pageOrigin.startsWith('https:') && server.protocol === 'http:' && !isLoopback(server);
}
