import type { Caller } from './ask.js';
import type { LegacySettings } from './servers.js';

/** A caller, and why it is interesting. */
export interface Request extends Caller {
  readonly desc: string;
  /** Whether no browser sends it. `documented` may refuse it without a warning, but must not allow it. */
  readonly malformed?: true;
}

/** Callers that are used for every configuration. */
const CALLERS: readonly Request[] = [
  ...[
    'https://example.com',
    'http://example.com',
    'https://example.com:8443',
    'http://example.com:443',
    'https://example.com:80',
    'https://sub.example.com',
    'https://example.com.evil.example',
    'https://evilexample.com',
    'https://evil-example.com',
    'https://ample.com',
    'https://e-ample.com',
    'https://example.co',
    'https://example.com.',
    'https://example.com:4430',
    'https://evil.example',
    'http://other.example',
    'https://other.example',
    'http://localhost',
    'http://localhost:3000',
    'https://localhost:3000',
    'http://localhost:30000',
    'http://calhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://[::1]',
    'https://xn--bcher-kva.example',
    'capacitor://localhost',
    'ionic://localhost',
    'chrome-extension://id',
    'file://',
    'null',
  ].map((origin) => ({ desc: `Origin ${origin}`, origin })),
  { desc: 'neither Origin nor Referer' },
  { desc: 'Referer of the good page', referer: 'https://example.com/path?x=1' },
  { desc: 'Referer of the good page, http', referer: 'http://localhost:3000/' },
  { desc: 'Referer that is an origin', referer: 'https://example.com' },
  {
    desc: 'foreign Referer that mentions the good origin',
    referer: 'https://evil.example/?from=https://example.com:443',
  },
  { desc: 'foreign Referer', referer: 'http://evil.example/https://example.com' },
  { desc: 'Referer of a subdomain trick', referer: 'https://example.com.evil.example/' },
  { desc: 'null Origin, good Referer', origin: 'null', referer: 'https://example.com/' },
  { desc: 'good Origin, foreign Referer', origin: 'https://example.com', referer: 'https://evil.example/' },
  { desc: 'foreign Origin, good Referer', origin: 'https://evil.example', referer: 'https://example.com/' },
];

/** Callers that are not browsers. */
const MALFORMED: readonly Request[] = [
  'HTTPS://EXAMPLE.COM',
  'https://example.com:443',
  'https://example.com/',
  'https://example.com/path',
  'https://user@example.com',
  'https://example.com@evil.example',
  'https://evil.example#@example.com',
  'https://evil.example\\@example.com',
  'https://example.com, https://evil.example',
  'https://example.com:0443',
  'https://example.com:443x',
  'https://*',
  'https://*.example.com',
  'example.com:443',
  '//example.com',
  'javascript:alert(1)',
  'http://[::1',
  'https://',
  '*',
  '*:*',
  '',
  'undefined',
  'NULL',
  'null null',
].map((origin) => ({ desc: `Origin ${JSON.stringify(origin)}`, origin, malformed: true }));

const TELLING_ORIGINS = new Set([
  'https://example.com',
  'http://example.com',
  'https://ample.com',
  'https://example.com.evil.example',
  'http://localhost:3000',
  'http://calhost:3000',
  'chrome-extension://id',
  'null',
]);

const TELLING_REFERERS = new Set([
  'https://example.com/path?x=1',
  'https://evil.example/?from=https://example.com:443',
]);

/** Every caller for some settings: those for all settings, and those that the settings name. */
export function requestsFor(settings: LegacySettings): Request[] {
  const known = new Set(CALLERS.map(({ origin }) => origin));
  const named = [...namedOrigins(settings)]
    .slice(0, 6)
    .filter((origin) => !known.has(origin))
    .map((origin) => ({ desc: `Origin ${origin}, as configured`, origin }));
  return [...CALLERS, ...named, ...MALFORMED];
}

/** Whether a caller belongs to the small selection, for servers that get fewer requests. */
export function isTelling({ malformed, origin, referer }: Request, settings: LegacySettings): boolean {
  if (malformed) return false;
  if (origin === undefined) return referer === undefined || TELLING_REFERERS.has(referer);
  return TELLING_ORIGINS.has(origin) || namedOrigins(settings).has(origin);
}

/** The origins in the settings, as browsers send them: the only ones that may be newly allowed. */
export function namedOrigins(settings: LegacySettings): ReadonlySet<string> {
  const calls = (settings.originsCalls ?? []) as readonly unknown[];
  const configured = calls.length > 0 ? calls[calls.length - 1] : settings.origins;
  const entries = typeof configured === 'string' ? configured.split(/[\s,|]+/) : configured;
  if (!Array.isArray(entries)) return new Set();
  const named = entries.map((entry) => browserOrigin(String(entry).trim()));
  return new Set(named.filter((origin) => origin !== undefined));
}

/** The origin of a URL as a browser would send it, or `undefined`. */
export function browserOrigin(url: string): string | undefined {
  if (url.includes('*') || !/^[a-z][a-z\d+.-]*:\/\//i.test(url)) return undefined;
  try {
    // Not URL.canParse: on Node 20, after some thousand calls, it returns false for non-ASCII texts.
    const { origin, protocol, hostname, port } = new URL(url);
    if (origin !== 'null') return origin;
    // The schemes of apps have no ports, but v2 required one.
    return `${protocol}//${hostname.toLowerCase()}${port === '' || port === '80' ? '' : `:${port}`}`;
  } catch {
    return undefined;
  }
}
