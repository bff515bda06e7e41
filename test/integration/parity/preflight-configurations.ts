import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LegacySettings } from './servers.js';

/** A `handlePreflightRequest`, and its properties that a v2 server does not show. */
export interface PreflightConfiguration {
  readonly desc: string;
  readonly settings: LegacySettings;
  /** The origins whose OPTIONS requests end the v2 process, so that no preflight of theirs ever succeeded. */
  readonly killsV2?: (origin: string) => boolean;
  /** v2 never answers an OPTIONS request. */
  readonly hangs?: true;
  /** v2 answers OPTIONS itself: 400 without a session, so it is asked for the preflights of a session. */
  readonly withoutHandler?: true;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

const LIST = ['https://example.com:443', 'http://localhost:3000'];

const handled = (
  desc: string,
  handlePreflightRequest: Handler,
  more: Partial<PreflightConfiguration> = {},
): PreflightConfiguration => ({
  desc,
  ...more,
  settings: { origins: LIST, ...more.settings, handlePreflightRequest },
});

const bare = (desc: string, settings: LegacySettings): PreflightConfiguration => ({
  desc,
  settings,
  withoutHandler: true,
});

const HEADERS = {
  'Access-Control-Allow-Origin': 'https://example.com',
  'Access-Control-Allow-Methods': 'GET,POST',
  'Access-Control-Allow-Headers': 'my-custom-header',
  'Access-Control-Allow-Credentials': true,
} as const;

// writeHead's types know no booleans; Node writes them, and the v2 docs do so.
const asHeaders = (headers: object) => headers as unknown as Record<string, string>;

const docsHandler: Handler = (_req, res) => {
  res.writeHead(200, asHeaders(HEADERS));
  res.end();
};

/** Handlers that look at the response alone. */
const STATIC_HANDLERS = [
  handled("the docs' example, word for word", docsHandler, {
    settings: { origins: ['https://example.com'] },
  }),
  handled("the docs' handler, with a port in the list", docsHandler),
  handled("the docs' handler with that origin alone", docsHandler, {
    settings: { origins: ['https://example.com:443'] },
  }),
  handled("the docs' handler without origins", docsHandler, { settings: { origins: undefined } }),
  handled("the docs' handler beside an empty list", docsHandler, { settings: { origins: [] } }),
  handled("the docs' handler beside a function", docsHandler, {
    settings: {
      origins: (o: string, cb: (e: null, ok: boolean) => void) => cb(null, o === 'https://example.com'),
    },
  }),
  handled('writeHead with a flat array', (_req, res) => {
    res.writeHead(200, [
      'Access-Control-Allow-Origin',
      'https://example.com',
      'Access-Control-Allow-Headers',
      'my-custom-header',
      'Access-Control-Allow-Credentials',
      'true',
    ]);
    res.end();
  }),
  handled('writeHead with pairs', (_req, res) => {
    res.writeHead(200, Object.entries(HEADERS) as unknown as string[]);
    res.end();
  }),
  handled('writeHead with a reason', (_req, res) => {
    res.writeHead(204, 'No Content', asHeaders(HEADERS));
    res.end();
  }),
  handled('setHeader in odd letter case', (_req, res) => {
    res.setHeader('ACCESS-CONTROL-ALLOW-ORIGIN', 'https://example.com');
    res.setHeader('access-control-allow-headers', ['My-Custom-Header', 'authorization']);
    res.setHeader('Access-control-Allow-methods', 'GET, PUT');
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    res.end('ok');
  }),
  handled('setHeader and writeHead together', (_req, res) => {
    res.setHeader('Access-Control-Allow-Origin', 'https://other.example');
    res.setHeader('Access-Control-Allow-Headers', 'my-custom-header');
    res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://example.com' });
    res.end();
  }),
  handled('statusCode 204', (_req, res) => {
    res.statusCode = 204;
    for (const [name, value] of Object.entries(HEADERS)) res.setHeader(name, String(value));
    res.end();
  }),
  handled('statusCode 403', (_req, res) => {
    for (const [name, value] of Object.entries(HEADERS)) res.setHeader(name, String(value));
    res.statusCode = 403;
    res.end();
  }),
  handled('max age, exposed headers, DELETE', (_req, res) => {
    res.writeHead(
      200,
      asHeaders({
        ...HEADERS,
        'Access-Control-Allow-Methods': 'GET, POST, DELETE',
        'Access-Control-Max-Age': 600,
        'Access-Control-Expose-Headers': 'x-request-id',
      }),
    );
    res.end();
  }),
  handled('no headers at all', (_req, res) => {
    res.writeHead(200);
    res.end();
  }),
  handled('no methods', (_req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Methods': '' }));
    res.end();
  }),
  handled('methods that miss GET and POST', (_req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Methods': 'PUT' }));
    res.end();
  }),
  handled('no allowed headers', (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Credentials': 'true',
    });
    res.end();
  }),
  handled('no credentials', (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': 'https://example.com',
      'Access-Control-Allow-Headers': 'my-custom-header',
    });
    res.end();
  }),
  handled('credentials "True"', (_req, res) => {
    res.writeHead(200, { ...asHeaders(HEADERS), 'Access-Control-Allow-Credentials': 'True' });
    res.end();
  }),
  handled('* with credentials', (_req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': '*' }));
    res.end();
  }),
  handled('* without credentials', (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'my-custom-header',
    });
    res.end();
  }),
  handled('* for origin, methods and headers', (_req, res) => {
    res.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Allow-Methods': '*',
    });
    res.end();
  }),
  handled(
    '* for origin, beside *:*',
    (_req, res) => {
      res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': '*' }));
      res.end();
    },
    { settings: { origins: '*:*' } },
  ),
  handled('an origin that is not in the list', (_req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': 'https://other.example' }));
    res.end();
  }),
  handled('the origin with its port', (_req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': 'https://example.com:443' }));
    res.end();
  }),
  handled('two origins in one header', (_req, res) => {
    res.writeHead(
      200,
      asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': 'https://example.com, http://localhost:3000' }),
    );
    res.end();
  }),
] as const;

/** Handlers whose answer depends on the request. */
const READING_HANDLERS = [
  handled('echoing the origin', (req, res) => {
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': req.headers.origin }));
    res.end();
  }),
  handled(
    'echoing the origin, beside *:*',
    (req, res) => {
      res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': req.headers.origin }));
      res.end();
    },
    { settings: { origins: '*:*' } },
  ),
  handled('echoing the requested headers too', (req, res) => {
    res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
    res.setHeader('Access-Control-Allow-Headers', req.headers['access-control-request-headers'] ?? '');
    res.setHeader('Access-Control-Allow-Methods', req.headers['access-control-request-method'] ?? '');
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    res.end();
  }),
  handled('a list of its own', (req, res) => {
    const origin = req.headers.origin ?? '';
    if (!['https://example.com', 'https://other.example'].includes(origin)) {
      res.statusCode = 403;
      res.end();
      return;
    }
    res.writeHead(200, asHeaders({ ...HEADERS, 'Access-Control-Allow-Origin': origin }));
    res.end();
  }),
  handled(
    'throwing for the origins it does not know',
    (req, res) => {
      if (req.headers.origin !== 'https://example.com') throw new Error('unknown origin');
      docsHandler(req, res);
    },
    { killsV2: (origin) => origin !== 'https://example.com' },
  ),
] as const;

/** Handlers that go wrong. */
const BROKEN_HANDLERS = [
  handled(
    'throwing',
    () => {
      throw new Error('thrown by handlePreflightRequest');
    },
    { killsV2: () => true },
  ),
  handled(
    'three parameters, as the typings said',
    ((_server: unknown, _req: unknown, res: ServerResponse) => {
      res.writeHead(200, asHeaders(HEADERS));
      res.end();
    }) as unknown as Handler,
    { killsV2: () => true },
  ),
  handled(
    'never ending',
    (_req, res) => {
      res.writeHead(200, asHeaders(HEADERS));
    },
    { hangs: true },
  ),
  handled('doing nothing', () => {}, { hangs: true }),
  handled('ending later', (req, res) => {
    setTimeout(() => docsHandler(req, res), 3);
  }),
  handled('an async handler', async (req, res) => {
    await Promise.resolve();
    docsHandler(req, res);
  }),
  handled('ending twice', (req, res) => {
    docsHandler(req, res);
    res.end();
  }),
] as const;

/** Where Engine.IO answers OPTIONS by itself, or leaves it to others. */
const WITHOUT_HANDLER = [
  bare('no handler', { origins: LIST }),
  bare('no handler, nothing else', {}),
  bare('no handler, *:*', { origins: '*:*' }),
  bare('no handler, a string', { origins: 'https://example.com:443' }),
  bare('no handler, a pattern', { origins: ['example.com:*'] }),
  bare('no handler, null:80', { origins: ['null:80'] }),
  bare('no handler, a function', {
    origins: (o: string, cb: (e: null, ok: boolean) => void) => cb(null, o === 'https://example.com'),
  }),
  bare('no handler, allowRequest', {
    allowRequest: (req: IncomingMessage, cb: (e: null, ok: boolean) => void) =>
      cb(null, req.headers.origin === 'https://example.com'),
  }),
  bare('true', { origins: LIST, handlePreflightRequest: true }),
  bare('null', { origins: LIST, handlePreflightRequest: null }),
  bare('undefined', { origins: LIST, handlePreflightRequest: undefined }),
  { desc: 'false', settings: { origins: LIST, handlePreflightRequest: false } },
  { desc: 'false, beside *:*', settings: { origins: '*:*', handlePreflightRequest: false } },
] as const;

/** Everything that `handlePreflightRequest` was seen to be. */
export const PREFLIGHT_CONFIGURATIONS: readonly PreflightConfiguration[] = [
  ...STATIC_HANDLERS,
  ...READING_HANDLERS,
  ...BROKEN_HANDLERS,
  ...WITHOUT_HANDLER,
];
