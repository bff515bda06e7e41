import type { TranslateOptions } from '../../../src/index.js';
import type { LegacySettings } from './servers.js';

/** Settings for v2, and the options of their translation. */
export interface Configuration {
  readonly desc: string;
  readonly settings: LegacySettings;
  readonly options?: Pick<TranslateOptions, 'missingOrigin'>;
  /** These handshakes end the v2 process, so v2 cannot be asked: whether v4 must admit instead. */
  readonly insteadOfV2?: (origin: string | undefined) => boolean;
}

const origins = (desc: string, value: unknown, options?: Configuration['options']): Configuration => ({
  desc,
  settings: { origins: value },
  ...(options ? { options } : {}),
});

const calls = (desc: string, option: unknown, originsCalls: readonly unknown[]): Configuration => ({
  desc,
  settings: { ...(option === undefined ? {} : { origins: option }), originsCalls },
});

/** Allow-all, on purpose or by accident, and its opposite. */
const EVERYONE_OR_NOBODY = [
  { desc: 'nothing configured', settings: {} },
  origins('undefined', undefined),
  origins('null', null),
  origins('false', false),
  origins('empty string', ''),
  origins('*:* string', '*:*'),
  origins('*:* array', ['*:*']),
  origins('*:* among others', ['https://example.com:443', '*:*']),
  origins('*:* inside an entry of an array', ['http://*:*']),
  origins('http://*:* string', 'http://*:*'),
  origins('*:* at the end of a string', 'https://example.com:443 *:*'),
  origins('* string', '*'),
  origins('* array', ['*']),
  origins('empty array', []),
  origins('array of an empty string', ['']),
] as const;

/** Origins as the v2 docs write them, and in every other spelling of a browser's address bar. */
const PLAIN_ORIGINS = [
  origins("the docs' example", ['https://example.com']),
  origins("the docs' example as a string", 'https://example.com'),
  origins('https with its port', ['https://example.com:443']),
  origins('https with its port as a string', 'https://example.com:443'),
  origins('with and without port', ['https://example.com:443', 'https://example.com']),
  origins('http with its port', ['http://example.com:80']),
  origins('http without port', ['http://example.com']),
  origins('http without port as a string', 'http://example.com'),
  origins('another port', ['https://example.com:8443']),
  origins('another port as a string', 'https://example.com:8443'),
  origins('https on port 80', ['https://example.com:80']),
  origins('http on port 443', ['http://example.com:443']),
  origins('localhost', ['http://localhost:3000']),
  origins('localhost as a string', 'http://localhost:3000'),
  origins('upper case', ['https://Example.com:443']),
  origins('upper case without port', ['HTTPS://EXAMPLE.COM']),
  origins('upper case as a string', 'https://Example.com:443'),
  origins('trailing slash', ['https://example.com/']),
  origins('trailing slash after the port', ['https://example.com:443/']),
  origins('trailing slash after the port as a string', 'https://example.com:443/'),
  origins('unicode host', ['https://bücher.example']),
  origins('unicode host with its port', ['https://bücher.example:443']),
  origins('unicode host as a string', 'https://bücher.example:443'),
  origins('punycode host', ['https://xn--bcher-kva.example:443']),
  origins('IPv6', ['http://[::1]:3000']),
  origins('IPv6 as a string', 'http://[::1]:3000'),
  origins('IPv6 without brackets', ['::1:3000']),
  origins('IPv4', ['http://127.0.0.1:3000']),
  origins('IPv4 without scheme', ['127.0.0.1:3000']),
  origins('a path', ['https://example.com/path']),
  origins('a path after the port', ['https://example.com:443/path']),
  origins('a path as a string', 'https://example.com:443/path'),
  origins('a user', ['https://user@example.com:443']),
  origins('white space around an entry', [' https://example.com:443 ']),
  origins('a port that is none', ['https://example.com:65536']),
  origins('the trailing dot of a full domain name', ['https://example.com.:443']),
  origins(
    'two hundred origins',
    Array.from({ length: 200 }, (_, i) => `https://tenant-${i}.example:443`).concat(
      'https://example.com:443',
    ),
  ),
] as const;

/** One string, searched by v2 with `indexOf`. */
const STRING_LISTS = [
  origins('separated by spaces', 'http://a.example:80 http://b.example:80'),
  origins('separated by commas', 'http://a.example:80,http://b.example:80'),
  origins('separated by commas and spaces', 'https://a.example:443, https://b.example:443'),
  origins('separated by commas, without ports', 'https://a.example, https://b.example'),
  origins('separated by pipes', 'https://a.example:443|http://localhost:3000'),
  origins('separated by line ends', 'https://a.example:443\nhttps://b.example:443\n'),
  origins('separated by semicolons', 'https://a.example:443;https://b.example:443'),
  origins('hosts and ports', 'example.com:443 localhost:3000'),
  origins('patterns and origins', 'localhost:* https://example.com:443'),
  origins('a JSON array that was never parsed', '["https://a.example:443","https://b.example:443"]'),
] as const;

const PATTERNS = [
  origins('host:*', ['example.com:*']),
  origins('host:* as a string', 'example.com:*'),
  origins('hosts:*', ['localhost:*', '127.0.0.1:*']),
  origins('scheme://host:*', ['https://example.com:*']),
  origins('scheme://host:* as a string', 'https://example.com:*'),
  origins('http://localhost:* as a string', 'http://localhost:*'),
  origins('*:port', ['*:80']),
  origins('*:port as a string', '*:80'),
  origins('*:443', ['*:443']),
  origins('*:3000', ['*:3000']),
  origins('host:port', ['example.com:443']),
  origins('host:port as a string', 'example.com:443'),
  origins('host:port, both ports', ['example.com:80', 'example.com:443']),
  origins('host:port in upper case', ['Example.com:443']),
  origins('bare host', ['example.com']),
  origins('bare host as a string', 'example.com'),
  origins('*.host:port', ['*.example.com:443']),
  origins('*.host:port as a string', '*.example.com:443'),
  origins('scheme://*.host', ['https://*.example.com']),
  origins('scheme://*.host:port as a string', 'https://*.example.com:443'),
  origins('*://*:port', ['*://*:3000']),
  origins('*://*:port as a string', '*://*:3000'),
  origins('what would be special in a regular expression', ['.*:443', 'https://e.ample.com:443', '(.+):*']),
] as const;

/** `null`, pages without an address of their own, and the schemes of apps. */
const APPS = [
  origins('null:80', ['null:80']),
  origins('null:80 as a string', 'null:80'),
  origins('null:*', ['null:*']),
  origins('null', ['null']),
  origins('null as a string', 'null'),
  origins('file://', ['file://']),
  origins('extension with port 80', ['chrome-extension://id:80']),
  origins('extension', ['chrome-extension://id']),
  origins('capacitor', ['capacitor://localhost']),
  origins('capacitor as a string', 'capacitor://localhost'),
  origins('capacitor with port 80', ['capacitor://localhost:80', 'ionic://localhost:80']),
  origins('localhost:80', ['localhost:80']),
] as const;

const CALLS = [
  calls('origins() alone', undefined, [['https://example.com:443']]),
  calls('origins() with a string', undefined, ['https://example.com:443']),
  calls('origins() after the option', ['https://example.com:443'], [['https://other.example:443']]),
  calls('the last of two calls', undefined, [['https://example.com:443'], ['https://other.example:443']]),
  calls("origins('*:*') after a list", ['https://example.com:443'], ['*:*']),
  calls("origins('')", undefined, ['']),
  calls('origins([])', ['https://example.com:443'], [[]]),
  calls("origins() as in the docs' example", undefined, [['https://example.com']]),
  calls('a function after a list', ['https://example.com:443'], [allowExampleOnly]),
  calls('a list after a function', refuse, [['https://example.com:443']]),
] as const;

const MISSING_ORIGIN = [
  origins('a list, missing origins allowed', ['https://example.com:443'], { missingOrigin: 'allow' }),
  origins('an empty list, missing origins allowed', [], { missingOrigin: 'allow' }),
  origins('a function, missing origins allowed', allowExampleOnly, { missingOrigin: 'allow' }),
  origins('*:port, missing origins as on v2', ['*:80'], { missingOrigin: 'as-v2' }),
] as const;

type Decided = (err: unknown, success?: unknown) => void;

function allowExampleOnly(origin: unknown, callback: Decided): void {
  callback(null, origin === 'https://example.com');
}

function refuse(_origin: unknown, callback: Decided): void {
  callback(null, false);
}

/** Configurations whose `origins` are data. */
export const STATIC_CONFIGURATIONS: readonly Configuration[] = [
  ...EVERYONE_OR_NOBODY,
  ...PLAIN_ORIGINS,
  ...STRING_LISTS,
  ...PATTERNS,
  ...APPS,
  ...CALLS,
  ...MISSING_ORIGIN,
];
