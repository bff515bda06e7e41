import type { Era } from '../origins/policy.js';

/** Says why v2 never matched an entry; the words end the sentence "… never matched a request: …". */
export function whyNeverMatched(entry: string, era: Era): string {
  if (era === 'exact') return 'it compared the whole Origin header with the entry, letter for letter';
  if (era === 'host-port' && entry.includes('//')) return 'it compared no scheme, as in "host:443"';
  const reason = REASONS.find(({ pattern }) => pattern.test(entry));
  return reason?.words ?? 'it compared host:port, host:* and *:port with the entry';
}

const REASONS = [
  { pattern: /^$/, words: 'it is empty' },
  { pattern: /\s|,|\|/, words: 'it holds white space or more than one origin, and an entry stood for one' },
  { pattern: /^\*$/, words: 'only "*:*" stood for every origin' },
  { pattern: /^wss?:/i, words: 'a page has an http or https origin, whatever it connects with' },
  { pattern: /:\/\/\*\/?$/, words: 'only "*:*" stood for every origin' },
  { pattern: /[A-Z]|[^ -~]/, words: 'the host was compared in lower case and punycode' },
  { pattern: /\*\.|\*[^:/]|[^:/]\*/, words: 'a wildcard stood for a whole host or a whole port only' },
  {
    pattern: /^[^/]*:\/\/[^/]*:\*\/?$/,
    words: 'a wildcard port was compared without the scheme, as in "host:*"',
  },
  { pattern: /^[^/]*:\/\/[^/]+\/./, words: 'an origin has no path' },
  { pattern: /^[^/:]+$/, words: 'an explicit port was needed, as in "host:443"' },
  { pattern: /^[^/]*:\/\/[^/:]+\/?$/, words: 'an explicit port was needed, even a default one' },
  { pattern: /\/$/, words: 'an origin has no trailing slash' },
];
