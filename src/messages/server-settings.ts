/** The origins and headers that the settings in a remedy have to allow. */
export interface SettingsNeeded {
  /** Whose settings apply; undefined if no generation of Socket.IO was seen. */
  readonly generation: 'v2' | 'v4' | undefined;
  /** Every origin that should connect: a setting replaces the one that is there, so it has to name them all. */
  readonly origins: readonly string[];
  /** Names of the headers that the client adds. */
  readonly headers: readonly string[];
}

/** A literal to paste. */
const list = (items: readonly string[]): string =>
  `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;

/** v2 clients send binary messages with a Content-Type that has to be allowed as well. */
const withType = (headers: readonly string[]): readonly string[] => [
  ...new Set([...headers, 'content-type']),
];

/** The option of v3 and v4 that lets pages read. */
export const v4Cors = ({ origins, headers }: SettingsNeeded): string =>
  `cors: { origin: ${list(origins)}${headers.length === 0 ? '' : `, allowedHeaders: ${list(withType(headers))}`}, credentials: true }`;

/**
 * A server of v3 or v4 that only accepts handshakes from these origins. A GET from the server's own page has no Origin,
 * and a script of JSONP has none either, so the Referer counts if there is no Origin.
 */
export const v4Guard = ({ origins }: SettingsNeeded): string =>
  [
    `  const allowedOrigins = ${list(origins)};`,
    '  const io = new Server(httpServer, {',
    '    cors: { origin: allowedOrigins, credentials: true },',
    '    allowRequest: ({ headers: { origin, referer } }, callback) => {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code for the reader
    '      const from = `${origin || referer}/`;',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code for the reader
    '      callback(null, allowedOrigins.some((allowed) => from.startsWith(`${allowed}/`)));',
    '    },',
    '  });',
  ].join('\n');

/** The option of v1 and v2. */
export const v2Origins = ({ origins }: SettingsNeeded): string =>
  `origins: ${list([...new Set(origins.flatMap(v2Entries))])}`;

/**
 * Releases of v2 compare differently: 2.4.0 the origin as browsers write it, the others from 2.1 on `scheme://host:port`,
 * and those before 2.1 `host:port`. A list with all three works on each of them.
 */
function v2Entries(origin: string): readonly string[] {
  if (origin === 'null') return ['null', 'null:*'];
  const [, scheme = '', host = '', port = scheme === 'https' ? '443' : '80'] =
    /^([^:]+):\/\/(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(origin) ?? [];
  // v2 takes the brackets of an IPv6 address off.
  const bare = host.replace(/^\[|\]$/g, '');
  return [origin, `${scheme}://${bare}:${port}`, `${bare}:${port}`];
}

/** The option of v2 that answers preflights; it has no effect on GET and POST. */
export const v2Handler = ({ origins, headers }: SettingsNeeded): string =>
  [
    '  handlePreflightRequest: (req, res) => {',
    '    const headers = {',
    '      "Access-Control-Allow-Methods": "GET,POST",',
    `      "Access-Control-Allow-Headers": "${withType(headers).join(',')}",`,
    '      "Access-Control-Allow-Credentials": "true",',
    '    };',
    `    if (${list(origins)}.includes(req.headers.origin)) headers["Access-Control-Allow-Origin"] = req.headers.origin;`,
    '    res.writeHead(200, headers);',
    '    res.end();',
    '  },',
  ].join('\n');
