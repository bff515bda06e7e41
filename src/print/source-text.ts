// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code that is printed has templates in it
import type { MissingOrigin } from '../origins/policy.js';
import type { CorsOptions } from '../v4/cors-origin.js';
import { bracketed, literal, type SourceStyle } from './source-style.js';

/** A list that the code declares. */
export type ListSource = {
  readonly name: string;
  /** The types of its entries: strings, regular expressions, or both. */
  readonly entries: 'none' | 'strings' | 'patterns' | 'both';
} & (
  | {
      readonly kind: 'list';
      /** Whether requests with neither `Origin` nor `Referer` are allowed, and `Origin: null` with them. */
      readonly admitsNull: boolean;
    }
  /** The rule of 2.4.0, which compared only the `Origin` header. */
  | { readonly kind: 'literal-list'; readonly admitsNoOrigin: boolean }
);

/** Who is allowed, in terms of names that the code declares. */
export type OriginSource =
  | { readonly kind: 'everyone' }
  /** The app's own `allowRequest` stays as it is. */
  | { readonly kind: 'own' }
  | ListSource
  /** A function that says whether the value of `Origin` or `Referer` is allowed. */
  | {
      readonly kind: 'check';
      readonly name: string;
      /** Whether it gets the value of `Origin` alone, as on 2.4.0. */
      readonly bareOrigin?: boolean;
      /** The variable that may hold a v2 `origins` function instead of a list, and the function that asks it. */
      readonly asked?: { readonly variable: string; readonly by: string };
    }
  /** The app's own v2 `origins` function. */
  | {
      readonly kind: 'function';
      readonly name: string;
      /** The function that asks it, if it may throw or answer twice. */
      readonly askedBy?: string | undefined;
      /** Whether it gets the bare `Origin`, which may be undefined, as on 2.4.0. */
      readonly bareOrigin: boolean;
      /** Whether all errors that it calls back with are strings or nothing, which v4 can send. */
      readonly saysStrings: boolean;
      /** Whether all results that it calls back with are booleans. */
      readonly saysBooleans: boolean;
    };

/** The comment on a new `allowRequest`. */
const WHY_ALLOW_REQUEST =
  '// Checks every handshake, WebSocket included, as Socket.IO v2 did: `cors` only controls what browsers may read.';

const EVERYONE_IS_ALLOWED = [
  "// DANGER: any website can connect, with its visitors' cookies, as on Socket.IO v2. To restrict it, list your origins in",
  '// `cors.origin` AND check them in `allowRequest`: npx socket.io-cors-compat explain ALLOW_ALL_BY_DEFAULT',
].join('\n');

/** The comment on `cors.origin: true` if a function decides, which is only asked in `allowRequest`: once, as on v2. */
const FUNCTION_DECIDES =
  '// Every page may read, because `allowRequest` decides who may connect, as on Socket.IO v2.';

/** The comment before the `cors` property, or nothing. */
export function corsComment(origin: OriginSource): string {
  const { kind } = origin;
  if (kind === 'function' || (origin.kind === 'check' && origin.asked)) return `${FUNCTION_DECIDES}\n`;
  return kind === 'everyone' ? `${EVERYONE_IS_ALLOWED}\n` : '';
}

/** `cors.origin`, as source text. */
export function corsOriginText(origin: OriginSource): string {
  switch (origin.kind) {
    case 'everyone':
    case 'own':
    case 'function':
      return 'true';
    case 'list':
    case 'literal-list':
      return origin.entries === 'none' ? 'false' : origin.name;
    case 'check':
      if (origin.asked) return 'true';
      return `(origin, callback) => callback(null, ${origin.name}(origin || ''))`;
  }
}

/**
 * The `allowRequest` property with v2's check, and a comment that says why it is there.
 *
 * @returns undefined if no origin was refused, or the app has its own `allowRequest`
 */
export function allowRequestText(
  origin: OriginSource,
  missingOrigin: MissingOrigin,
  style: SourceStyle,
): string | undefined {
  if (origin.kind === 'everyone' || origin.kind === 'own') return undefined;
  const missing = missingOrigin === 'allow' ? '!(headers.origin || headers.referer)' : '';
  return `${WHY_ALLOW_REQUEST}\n${checkText(origin, missing, style)}`;
}

/** @param missing the condition by which requests with neither `Origin` nor `Referer` are allowed, or nothing */
function checkText(
  origin: Exclude<OriginSource, { kind: 'everyone' | 'own' }>,
  missing: string,
  style: SourceStyle,
): string {
  switch (origin.kind) {
    case 'list':
      return origin.entries === 'none' ? decision(missing) : listCheck(origin, missing);
    case 'literal-list': {
      const listed = `${origin.name}.includes(${bare('headers.origin', style)})`;
      const none = origin.admitsNoOrigin ? '!headers.origin' : missing;
      return decision(none, origin.entries === 'none' ? '' : listed);
    }
    case 'check': {
      const value = origin.bareOrigin ? "headers.origin || ''" : "headers.origin || headers.referer || ''";
      if (origin.asked === undefined) return decision(missing, `${origin.name}(${value})`);
      // The variable holds a function to ask, or a list to compare with.
      const { variable, by } = origin.asked;
      return [
        'allowRequest: ({ headers }, callback) => {',
        `\tconst from = ${value};`,
        `\tif (typeof ${variable} === 'function')`,
        `\t\t${by}(${variable}, from.replace(/^(?:null)?$/, '*')).then((allowed) => callback(null, ${either(missing, 'allowed')}));`,
        `\telse callback(null, ${either(missing, `${origin.name}(from)`)});`,
        '}',
      ].join('\n');
    }
    case 'function':
      return functionCheck(origin, missing, style);
  }
}

/** The bare `Origin`, as a string for TypeScript: v2's types said so, although it may be undefined. */
function bare(origin: string, { typescript }: SourceStyle): string {
  return typescript ? `${origin} as string` : origin;
}

const either = (...conditions: readonly string[]): string =>
  conditions.filter((condition) => condition !== '').join(' || ');

function decision(...conditions: readonly string[]): string {
  const expression = either(...conditions);
  return expression === ''
    ? 'allowRequest: (request, callback) => callback(null, false)'
    : `allowRequest: ({ headers }, callback) => callback(null, ${expression})`;
}

function listCheck(
  { name, entries, admitsNull }: Extract<OriginSource, { kind: 'list' }>,
  missing: string,
): string {
  const value = `headers.origin || headers.referer || '${admitsNull ? 'null' : ''}'`;
  const none = missing === '' || admitsNull ? '' : '!from';
  const origin = entries === 'strings' ? value : `(${value}).split('/', 3).join('/')`;
  const test = entryTest(entries);
  const answer = either(none, `${name}.some(${test})`);
  return [
    'allowRequest: ({ headers }, callback) => {',
    `\tconst from = ${origin};`,
    entries === 'both' ? `\tcallback(\n\t\tnull,\n\t\t${answer}\n\t);` : `\tcallback(null, ${answer});`,
    '}',
  ].join('\n');
}

/** The callback that compares `from` with an entry of a list. Only strings are compared with a whole Referer. */
export function entryTest(entries: ListSource['entries']): string {
  switch (entries) {
    case 'patterns':
      return '(pattern) => pattern.test(from)';
    case 'both':
      return '(origin) => (origin instanceof RegExp ? origin.test(from) : origin === from)';
    default:
      return '(origin) => from === origin || from.startsWith(`${origin}/`)';
  }
}

function functionCheck(
  origin: Extract<OriginSource, { kind: 'function' }>,
  missing: string,
  style: SourceStyle,
): string {
  const value = origin.bareOrigin
    ? bare('headers.origin', style)
    : `(headers.origin || headers.referer || 'null').replace(/^null$/, '*')`;
  const ask = origin.askedBy
    ? `${origin.askedBy}(${origin.name}, ${value}).then((allowed) =>\n\t\tcallback(null, allowed)\n\t)`
    : `${origin.name}(${value}, ${passedOn(origin)})`;
  if (missing === '') {
    const about = origin.bareOrigin ? '' : "// It gets '*' if a request names no origin.\n";
    return `${about}allowRequest: ({ headers }, callback) =>\n\t${ask}`;
  }
  return [
    'allowRequest: ({ headers }, callback) => {',
    `\tif (${missing}) return callback(null, true);`,
    `\t${ask};`,
    '}',
  ].join('\n');
}

/** The callback for the app's function: its error is not a failure of the server, and v4 can only send strings. */
function passedOn({ saysStrings, saysBooleans }: Extract<OriginSource, { kind: 'function' }>): string {
  if (saysStrings && saysBooleans) return 'callback';
  if (saysBooleans) return '(_, allowed) => callback(null, allowed)';
  return '(_, allowed) =>\n\t\tcallback(null, !!allowed)\n\t';
}

/** How preflights are answered. */
export interface PreflightSource {
  /** The fields of `cors` for preflights, except the origin. */
  readonly fields: CorsOptions;
  /** The origin, as source text, and the credentials of preflights, if they differ from other requests. */
  readonly apart?: { readonly origin: string; readonly credentials: boolean };
  /** The comments of the handler, which go above the origin: most are about the origin that it allows. */
  readonly comments?: readonly string[];
}

/** The `cors` property. */
export function corsText(origin: OriginSource, preflight: PreflightSource, style: SourceStyle): string {
  const { apart, comments = [] } = preflight;
  const about = comments.map((comment) => `${comment}\n`).join('');
  const actual = corsOriginText(origin);
  const fields = fieldTexts(preflight.fields, style);
  if (apart === undefined)
    return `cors: ${bracketed('{', [`${about}origin: ${actual}`, ...fields, 'credentials: true'], '}', style, 12)}`;
  // Without an origin, the cors package sends nothing.
  const sendsNothing = apart.origin === 'false';
  const answered = [
    `${about}origin: method === 'OPTIONS' ? ${apart.origin} : ${actual}`,
    ...(sendsNothing ? [] : fields),
    `credentials: ${apart.credentials || sendsNothing ? 'true' : "method !== 'OPTIONS'"}`,
  ];
  return [
    '// As on Socket.IO v2, preflights are answered differently from other requests.',
    'cors: ({ method }, callback) =>',
    `\tcallback(null, ${bracketed('{', answered, '}', style, 30).replace(/\n/g, '\n\t')})`,
  ].join('\n');
}

function fieldTexts(fields: CorsOptions, style: SourceStyle): string[] {
  return Object.entries(fields).map(([name, value]) => `${name}: ${literal(value, style)}`);
}

/**
 * A property with types for the parameters of its functions. Options in a variable, or with `as any`, need them in
 * TypeScript, which infers no types there.
 */
export function withTypes(property: string): string {
  const request = "import('http').IncomingMessage";
  const answer = 'callback: (error: string | null, allowed: boolean) => void';
  return property
    .replace('({ headers }, callback) =>', `({ headers }: ${request}, ${answer}) =>`)
    .replace('(request, callback) =>', `(request: ${request}, ${answer}) =>`)
    .replace(
      '({ method }, callback) =>',
      '({ method }: { method?: string }, callback: (error: null, options: object) => void) =>',
    )
    .replace(
      '(origin, callback) =>',
      '(origin: string | undefined, callback: (error: Error | null, allowed: boolean) => void) =>',
    );
}

/** The names that the printed code declares within its functions. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['headers', 'method', 'request', 'callback', 'from', 'origin', 'pattern', 'error', 'allowed', '_'],
  ...['scheme', 'ipv6', 'name', 'host', 'port', 'keys', 'key', 'entry', 'entries'],
]);

/**
 * Whether a name of the app would mean something else within the printed code.
 *
 * @example isShadowedInOutput('callback') // true: `(origin, callback) => callback(origin, …)` would ask the wrong one
 */
export function isShadowedInOutput(name: string): boolean {
  return TAKEN.has(name);
}
