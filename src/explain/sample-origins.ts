/** How a sample relates to the listed origins. */
export type SampleKind =
  | 'listed'
  | 'other-scheme'
  | 'other-port'
  | 'subdomain'
  | 'host-behind'
  | 'host-in-front'
  | 'tail-of-host'
  | 'foreign'
  | 'null'
  | 'none';

/** A page that might connect. */
export interface Sample {
  /** As browsers send it; null for a request with neither `Origin` nor `Referer`. */
  readonly origin: string | null;
  readonly what: SampleKind;
}

/**
 * The pages to try settings on: each listed origin, lookalikes of it, and foreign ones.
 *
 * @param entries the entries of `origins`, as they are written
 */
export function sampleOrigins(entries: readonly string[]): Sample[] {
  const samples: Sample[] = [
    ...entries.flatMap(listed),
    ...entries.flatMap(listed).flatMap(({ origin }) => lookalikes(origin)),
    { origin: 'https://foreign.example', what: 'foreign' },
    { origin: 'null', what: 'null' },
    { origin: null, what: 'none' },
  ];
  const seen = new Set<string | null>();
  return samples.filter(({ origin }) => !seen.has(origin) && seen.add(origin));
}

/** The page that an entry is meant for; a wildcard is replaced by a name. */
function listed(entry: string): { origin: string; what: 'listed' }[] {
  const [, scheme = '*', name = '', port = '*'] =
    /^(?:([a-z][a-z\d+.-]*|\*):\/\/)?(.+?)(?::(\d+|\*))?(?:\/.*)?$/i.exec(entry) ?? [];
  if (name === '' || (name === 'null' && scheme === '*')) return [];
  const host = (/^[^[].*:/.test(name) ? `[${name}]` : name).replace(/\*/g, 'any');
  const fallback = ['*', '443'].includes(port) ? 'https' : 'http';
  const origin = serialized(
    `${scheme === '*' ? fallback : scheme}://${host === 'any' ? 'any.example' : host}`,
    port,
  );
  return origin === undefined ? [] : [{ origin, what: 'listed' }];
}

/** An origin as browsers write it. */
function serialized(schemeAndHost: string, port: string): string | undefined {
  try {
    const url = new URL(port === '*' ? schemeAndHost : `${schemeAndHost}:${port}`);
    if (url.hostname === '') return undefined;
    // The URL standard gives other schemes no origin, but app shells and extensions send one.
    return url.origin === 'null' ? `${url.protocol}//${url.hostname}` : url.origin;
  } catch {
    return undefined;
  }
}

function lookalikes(origin: string): Sample[] {
  if (!/^https?:/.test(origin)) return [];
  const { protocol, hostname, port } = new URL(origin);
  const other = protocol === 'https:' ? 'http:' : 'https:';
  const colonPort = port === '' ? '' : `:${port}`;
  const found: [SampleKind, string][] = [
    ['other-scheme', `${other}//${hostname}${colonPort}`],
    ['other-port', `${protocol}//${hostname}:${port === '8080' ? '8081' : '8080'}`],
  ];
  const isName = !/^\[|^[\d.]+$/.test(hostname);
  if (isName) {
    found.push(
      ['subdomain', `${protocol}//sub.${hostname}${colonPort}`],
      ['host-behind', `${protocol}//${hostname}.foreign.example${colonPort}`],
      ['host-in-front', `${protocol}//foreign-${hostname}${colonPort}`],
    );
    // v2 found `ample.com:443` in the string `https://example.com:443`.
    const tail = hostname.slice(2).replace(/^[.-]+/, '');
    if (tail.length > 2) found.push(['tail-of-host', `${protocol}//${tail}${colonPort}`]);
  }
  return found.flatMap(([what, text]) => {
    const sample = serialized(text, '*');
    return sample === undefined ? [] : [{ origin: sample, what }];
  });
}
