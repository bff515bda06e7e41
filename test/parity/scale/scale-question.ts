import fc from 'fast-check';
import type { Question } from '../ask.js';
import { browserOrigin, namedOrigins, type Request, requestsFor } from '../requests.js';
import { type GeneratedConfiguration, originsInForce } from './generated-configuration.js';

/** One request that every server is asked, less the protocol that it speaks. */
export type ScaleQuestion =
  | { readonly kind: 'polling' | 'websocket' | 'jsonp'; readonly request: Request }
  | {
      readonly kind: 'preflight';
      readonly request: Request & { readonly origin: string };
      readonly method: string;
      readonly headerNames: readonly string[];
    };

/** Who may ask a configuration: those that it is always asked about, and all others. */
interface Callers {
  /** Whom it names first, and who names nobody. */
  readonly telling: readonly Request[];
  /** The usual callers, and all who are easily taken for one that it names. */
  readonly others: readonly Request[];
}

function callersFor(configuration: GeneratedConfiguration): Callers {
  const origins = originsInForce(configuration)?.value;
  const settings = { origins: typeof origins === 'function' ? undefined : origins };
  const entries = typeof origins === 'string' ? [origins, ...origins.split(/[\s,|;]+/)] : origins;
  const sources = [
    ...namedOrigins(settings),
    ...(Array.isArray(entries) ? entries : []).map((written) => guess(String(written))),
    ...(typeof origins === 'function' ? [...String(origins).matchAll(/"([a-z-]+:\/\/[^"]+)"/g)] : []).map(
      ([, page]) => page as string,
    ),
  ];
  const named = sources.filter((source) => source !== '');
  const [first = 'https://example.com', second = 'http://example.com:3000'] = new Set(named);
  return {
    telling: [
      fromOrigin(first),
      fromReferer(`${first}/`),
      fromOrigin(second),
      fromOrigin('null'),
      NOBODY,
    ].filter(isSendable),
    others: [...requestsFor(settings), ...named.slice(0, 8).flatMap(neighboursOf)].filter(isSendable),
  };
}

const NOBODY: Request = { desc: 'neither Origin nor Referer' };

/** The origin that an entry may have been meant for. */
function guess(written: string): string {
  const plain = written
    .slice(0, 200)
    .replace(/:(?:443|80|\*)(?=\/|$)/, '')
    .replace(/\/$/, '')
    .replace(/\*/g, 'x');
  return /^[a-z-]+:\/\//i.test(plain) ? plain : `https://${plain}`;
}

/** An origin, and those that a careless check takes for it. */
function neighboursOf(origin: string): Request[] {
  const [, scheme = 'https', host = '', port = ''] = /^([^:]*):\/\/(.*?)(:\d+)?$/s.exec(origin) ?? [];
  const origins = [
    origin,
    `${scheme === 'https' ? 'http' : 'https'}://${host}${port}`,
    `${scheme}://${host}:443`,
    `${scheme}://${host}:80`,
    `http://${host}:443`,
    `${scheme}://${host}:8081`,
    `${scheme}://${host}${port}0`,
    `${scheme}://${host}${port.slice(0, -1)}`,
    `${scheme}://${host.slice(1)}${port}`,
    `${scheme}://${host.slice(2)}${port}`,
    `${scheme}://evil${host}${port}`,
    `${scheme}://evil.${host}${port}`,
    `${scheme}://${host}.evil.example${port}`,
    `${scheme}://${host}.${port}`,
    `${scheme}://${host.replace('.', 'x')}${port}`,
    `${scheme}://${host.replace('.', '-')}${port}`,
    `${scheme}://${host.toUpperCase()}${port}`,
    `${scheme}://user@${host}${port}`,
    `${scheme}://${host}@evil.example${port}`,
    `${origin}/`,
    `${origin}/chat`,
    `${origin}#`,
    `${origin}?x`,
    `${host}${port}`,
    `//${host}${port}`,
  ];
  return [
    ...origins.map(fromOrigin),
    ...[`${origin}/`, `${origin}/page?x=1`, origin, `https://evil.example/?${origin}:443`].map(fromReferer),
  ];
}

/** The URL standard takes more letters for those of a host, but no page has such a one. */
const HOST_LETTERS = /^[^/]+:\/\/[\w.:[\]-]*(?:\/|$)/;

function fromOrigin(origin: string): Request {
  const wellFormed = origin === 'null' || (browserOrigin(origin) === origin && HOST_LETTERS.test(origin));
  return { desc: `Origin ${JSON.stringify(origin)}`, origin, ...(wellFormed ? {} : { malformed: true }) };
}

/** Browsers send the address of a page, or its origin with a slash. */
function fromReferer(referer: string): Request {
  const origin = browserOrigin(referer);
  const wellFormed =
    origin !== undefined &&
    HOST_LETTERS.test(referer) &&
    (referer === origin || referer.startsWith(`${origin}/`));
  return { desc: `Referer ${referer}`, referer, ...(wellFormed ? {} : { malformed: true }) };
}

/** What Node's client agrees to send. */
function isSendable({ origin = '', referer = '' }: Request): boolean {
  return /^[\t\x20-\x7e]*$/.test(origin + referer);
}

/** The requests that a configuration is judged by. */
export function questionsFor(
  configuration: GeneratedConfiguration,
  /** How many beside the telling ones. */
  counts: { readonly polling: number; readonly websocket: number; readonly preflight: number },
): fc.Arbitrary<readonly ScaleQuestion[]> {
  const { telling, others } = callersFor(configuration);
  const scripts = others.filter(({ origin, referer }) => origin === undefined && referer !== undefined);
  const pages = others.filter(
    (caller): caller is Request & { origin: string } => caller.origin !== undefined && !caller.malformed,
  );
  const some = <T>(from: readonly T[], count: number) => {
    const length = Math.min(count, from.length);
    return fc.shuffledSubarray([...from], { minLength: length, maxLength: length });
  };
  return fc
    .tuple(
      some(others, counts.polling).map((more) => [...telling, ...more]),
      some(telling, 1).chain((one) => some(others, counts.websocket).map((more) => [...one, ...more])),
      some(scripts, 1),
      fc.tuple(
        some(pages, counts.preflight),
        fc.shuffledSubarray([...PREFLIGHTED], { minLength: counts.preflight, maxLength: counts.preflight }),
      ),
    )
    .map(([polling, websocket, jsonp, [asking, requests]]) => [
      ...polling.map((request) => ({ kind: 'polling', request }) as const),
      ...websocket.map((request) => ({ kind: 'websocket', request }) as const),
      ...jsonp.map((request) => ({ kind: 'jsonp', request }) as const),
      ...asking.map(
        (request, i) =>
          ({ kind: 'preflight', request, ...(requests[i] as (typeof PREFLIGHTED)[number]) }) as const,
      ),
    ]);
}

/** The preflighted requests that a client may make a page send. */
const PREFLIGHTED = [
  { method: 'GET', headerNames: ['my-custom-header'] },
  { method: 'GET', headerNames: ['authorization'] },
  { method: 'POST', headerNames: ['content-type'] },
  { method: 'POST', headerNames: ['content-type', 'my-custom-header'] },
  { method: 'PUT', headerNames: [] },
];

export function asked(question: ScaleQuestion, eio: 3 | 4, sid: string | undefined): Question {
  const { origin, referer } = question.request;
  const caller = {
    eio,
    ...(origin === undefined ? {} : { origin }),
    ...(referer === undefined ? {} : { referer }),
  };
  if (question.kind !== 'preflight') return { kind: question.kind, ...caller };
  const { method, headerNames } = question;
  return { kind: 'preflight', method, headerNames, ...caller, ...(sid === undefined ? {} : { sid }) };
}
