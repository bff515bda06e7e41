import { code, type Written } from './written.js';

const quoted = (text: string) => JSON.stringify(text);

/** Functions that people wrote to check an origin. None of them throws, because that ends a v2 process. */
export function originsFunctions(origins: readonly string[]): readonly Written[] {
  const [first = 'https://example.com'] = origins;
  const list = `[${origins.map(quoted).join(', ')}]`;
  return [
    `(origin, callback) => callback(null, origin === ${quoted(first)})`,
    `function (origin, callback) {
    if (origin !== ${quoted(first)}) {
      return callback('origin not allowed', false);
    }
    callback(null, true);
  }`,
    `(origin, callback) => { callback(null, ${list}.includes(origin)); }`,
    `(origin, callback) => callback(null, ${list}.some((known) => origin === known || String(origin).startsWith(known + '/')))`,
    `(origin, callback) => callback(${list}.indexOf(origin) < 0 ? 'no' : null, ${list}.indexOf(origin) >= 0)`,
    `async (origin, callback) => { await null; callback(null, ${list}.includes(origin)); }`,
    `(origin, callback) => { setTimeout(() => callback(null, origin === ${quoted(first)}), 1); }`,
    // Twice, because v2 and v4 differ most here.
    ...Array.from({ length: 2 }, () => [
      `(origin, callback) => callback(null, origin === '*' || origin === ${quoted(first)})`,
      `(origin, callback) => callback(origin === ${quoted(first)} ? null : 'told, and admitted', true)`,
    ]).flat(),
    `(origin, callback) => callback(null, origin !== 'null' && !String(origin).includes('evil'))`,
    `(origin, callback) => callback(null, true)`,
    `(origin, callback) => callback('closed', false)`,
    `(origin, callback) => callback(null, /^https?:\\/\\/localhost(:\\d+)?$/.test(origin))`,
  ].map(code);
}

/** The app's own checks, which replaced the check of `origins`. */
export function allowRequests([first = 'https://example.com']: readonly string[]): readonly Written[] {
  return [
    `(req, callback) => callback(null, req.headers.origin === ${quoted(first)})`,
    `function (req, fn) { fn(null, true); }`,
    `(req, callback) => callback('no ticket', false)`,
    `(req, callback) => { setTimeout(() => callback(null, !req.headers.referer), 1); }`,
    // v4 ends the process if it refuses a WebSocket with a reason that is not a string.
    `(req, callback) => callback(4, req.headers.origin === ${quoted(first)})`,
    // So does v2 if the reason is an Error. Over polling it sends the text of the Error.
    `(req, fn) => { const isNew = !req.headers.referer; fn(isNew ? null : req.headers.upgrade ? 'no' : new Error('no'), isNew); }`,
  ].map(code);
}

/** What a preflight handler sends. */
export interface HandlerParts {
  /** As source text: a string, or an expression that reads the request. */
  readonly origin: string;
  readonly methods: string;
  readonly headers: string;
  readonly credentials: string;
  readonly status: number;
  readonly way: 'writeHead' | 'setHeader';
}

export function preflightHandler({
  origin,
  methods,
  headers,
  credentials,
  status,
  way,
}: HandlerParts): Written {
  const sent = [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Methods', methods],
    ['Access-Control-Allow-Headers', headers],
    ['Access-Control-Allow-Credentials', credentials],
  ].filter(([, value]) => value !== '');
  const lines =
    way === 'writeHead'
      ? [`res.writeHead(${status}, { ${sent.map(([name, value]) => `'${name}': ${value}`).join(', ')} });`]
      : [
          ...sent.map(([name, value]) => `res.setHeader('${name}', ${value});`),
          ...(status === 200 ? [] : [`res.statusCode = ${status};`]),
        ];
  return code(`(req, res) => { ${lines.join(' ')} res.end(); }`);
}
