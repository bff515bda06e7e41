import fc from 'fast-check';
import type { Question } from '../ask.js';
import { namedOrigins, type Request, requestsFor } from '../requests.js';
import { type GeneratedConfiguration, originsInForce } from './generated-configuration.js';
import { fromOrigin, fromReferer, guessedOrigin, neighboursOf } from './neighbours.js';

/** One request that every server gets, without the protocol version. */
export type ScaleQuestion =
  | { readonly kind: 'polling' | 'websocket' | 'jsonp'; readonly request: Request }
  | {
      readonly kind: 'preflight';
      readonly request: Request & { readonly origin: string };
      readonly method: string;
      readonly headerNames: readonly string[];
    };

/** The callers of a configuration: those that are always used, and all others. */
interface Callers {
  /** The origin that it names first, and a caller without an origin. */
  readonly telling: readonly Request[];
  /** The usual callers, and all that look like one that it names. */
  readonly others: readonly Request[];
}

function callersFor(configuration: GeneratedConfiguration): Callers {
  const origins = originsInForce(configuration)?.value;
  const settings = { origins: typeof origins === 'function' ? undefined : origins };
  const entries = typeof origins === 'string' ? [origins, ...origins.split(/[\s,|;]+/)] : origins;
  const sources = [
    ...namedOrigins(settings),
    ...(Array.isArray(entries) ? entries : []).map((written) => guessedOrigin(String(written))),
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

/** Headers that Node's client accepts. */
function isSendable({ origin = '', referer = '' }: Request): boolean {
  return /^[\t\x20-\x7e]*$/.test(origin + referer);
}

/** The requests that every server of a configuration gets. */
export function questionsFor(
  configuration: GeneratedConfiguration,
  /** How many in addition to the small selection. */
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

/** The requests with a preflight that a client may send from a page. */
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
