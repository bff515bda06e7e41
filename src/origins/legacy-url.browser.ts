/** The parts of a URL that v2 read from `url.parse`. */
interface ParsedUrl {
  readonly protocol: string | null;
  readonly hostname: string | null;
  readonly port: string | null;
}

const NOTHING: ParsedUrl = { protocol: null, hostname: null, port: null };

/** Schemes whose URLs have a host only after two slashes. */
const SLASHED = /^(?:https?|ftp|gopher|file|wss?):/;

/** The characters that end a host for `url.parse`: its delimiters, and those that no host may have. */
const HOST_END = /[#/?\s"%';<>\\^`{|}]/;
const FORBIDDEN = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IPV6 = /[\0\t\n\r #%/<>?@\\^|]/;

/**
 * The part of Node 20's `url.parse` that v2 used: protocol, host and port. It replaces `legacy-url.ts` in browsers.
 *
 * @throws for an invalid host, as Node does
 * @see https://github.com/nodejs/node/blob/v20.x/lib/url.js
 */
export function parseUrl(value: string): ParsedUrl {
  const trimmed = value.replace(/^[\0-\x20\xa0\ufeff]+|[\0-\x20\xa0\ufeff]+$/g, '');
  const rest = trimmed.replace(/[^#?]*/, (text) => text.replace(/\\/g, '/'));
  // This is a path with a query. An `@` in the query would turn its start into a host.
  if (/^\/\/[^?\s#@]*\?[^\s#]*$/.test(rest)) return NOTHING;
  const written = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const protocol = written?.toLowerCase() ?? null;
  const after = rest.slice(written?.length ?? 0);
  const slashes = (written !== undefined || /^\/\/[^@/]+@[^@/]/.test(after)) && after.startsWith('//');
  const hasHost =
    protocol !== 'javascript:' && (slashes || (written !== undefined && !SLASHED.test(written)));
  if (!hasHost) return { ...NOTHING, protocol };
  return { protocol, ...hostOf(slashes ? after.slice(2) : after, value) };
}

function hostOf(text: string, url: string): Pick<ParsedUrl, 'hostname' | 'port'> {
  const [authority] = text.replace(/[\t\n\r]/g, '').split(/[#/?]/, 1) as [string];
  const at = authority.lastIndexOf('@');
  decodeURIComponent(authority.slice(0, Math.max(at, 0)));
  const [host] = authority.slice(at + 1).split(HOST_END, 1) as [string];
  const [colon = ''] = /:\d*$/.exec(host) ?? [];
  const name = host.slice(0, host.length - colon.length);
  return { hostname: canonicalName(name, url), port: colon.slice(1) || null };
}

function canonicalName(name: string, url: string): string {
  const isIpv6 = /^\[.*\]$/s.test(name);
  // The first character that no host may have starts the path.
  const valid = isIpv6 ? name : name.replace(/[/\\#?:].*/s, '');
  if (valid.length > 255) return '';
  const lower = valid.toLowerCase();
  if (isIpv6) {
    if (FORBIDDEN_IPV6.test(lower)) throw new TypeError(`Invalid URL: ${url}`);
    return lower.slice(1, -1);
  }
  const ascii = toAscii(lower);
  if (FORBIDDEN.test(ascii)) throw new TypeError(`Invalid URL: ${url}`);
  return ascii;
}

/** Converts a name to punycode with the browser's own `URL`, which also checks a name that is in punycode already. */
function toAscii(name: string): string {
  const isPlain = /^[\0-\x7f]*$/.test(name) && !name.includes('xn--');
  return isPlain ? name : new URL(`http://${name}`).hostname;
}
