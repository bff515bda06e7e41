import { type Cookie, cookieHeader, cookiesOf, isSameSite, isSentBack } from './cookies.js';
import { closePayload, type OpenPacket, readJsonpOpen, readPollingOpen } from './engine-io.js';
import { preflightHeaders } from './fetch/cors.js';
import type {
  Answer,
  Eio,
  Failure,
  HeaderList,
  Observation,
  Page,
  Purpose,
  RequestKind,
} from './observation.js';
import type { ProbePlan } from './options.js';
import { isLoopback, isMixedContent } from './origin.js';
import { adaptToRate, limitConcurrency } from './pace.js';
import { type Exchange, exchange, openWebSocket } from './wire.js';

/** One request from a page. */
export interface ProbeRequest {
  readonly request: RequestKind;
  readonly page: Page;
  readonly eio: Eio;
  readonly method: Exchange['method'];
  /** What is added to the query beside the protocol. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers?: HeaderList;
  readonly body?: string;
  /** Another path than the plan's. */
  readonly target?: URL;
  readonly signal?: AbortSignal;
  /** Absent if the request is made for the page itself. */
  readonly purpose?: Purpose;
}

/** Sends a request; waits if too many are under way. */
export type Send = (request: ProbeRequest) => Promise<Observation>;

/** A run takes at most this many times the time-out of one request. */
const RUN = 8;

export function createClient(plan: ProbePlan): Send {
  const limit = limitConcurrency(plan.concurrency);
  const adapt = adaptToRate();
  const end = Date.now() + RUN * plan.timeout;
  let sent = 0;
  return async (asked) => {
    const target = asked.target ?? plan.target;
    const url = new URL(target);
    // As the clients do, so that no cache answers.
    const t = `${Date.now().toString(36)}.${sent++}`;
    for (const [name, value] of Object.entries({ EIO: String(asked.eio), ...asked.query, t })) {
      url.searchParams.set(name, value);
    }
    const headers = { ...browserHeaders(asked, target, plan), ...Object.fromEntries(asked.headers ?? []) };
    const ask = (): Promise<Answer | Failure> => {
      const left = end - Date.now();
      if (left <= 0) return Promise.resolve(OUT_OF_TIME);
      const timeout = Math.min(plan.timeout, left);
      // Nothing secret goes to a server whose certificate is not checked.
      const wire = { ca: plan.ca, timeout, trustsAnyone: asked.purpose === 'tls' };
      // On an upgrade of a session, the client would speak first.
      if (asked.request === 'websocket')
        return openWebSocket(url, headers, wire, asked.query.sid === undefined);
      const { method, body, signal } = asked;
      return exchange(
        {
          ...{ url, method, headers },
          ...(body === undefined ? {} : { body }),
          ...(signal === undefined ? {} : { signal }),
        },
        wire,
      );
    };
    const { request, page, eio, purpose } = asked;
    // A poll is open while its client posts, however slow the doctor has become.
    const outcomes = await limit(async () =>
      purpose === 'poll' ? { outcome: await ask() } : adapt(request, ask),
    );
    const observation: Observation = { request, url: target.href, eio, page, ...outcomes };
    return purpose === undefined ? observation : { ...observation, purpose };
  };
}

const OUT_OF_TIME: Failure = {
  kind: 'failure',
  code: 'TIMEOUT',
  message: 'not sent: earlier requests took too long',
  connected: true,
};

/** Some firewalls refuse all but the user agents of browsers. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 socketio-cors-doctor';

/** The headers that a browser adds by itself. */
function browserHeaders(
  { request, page, method, purpose }: ProbeRequest,
  target: URL,
  plan: ProbePlan,
): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: '*/*',
    'Accept-Language': 'en-US,en;q=0.9',
    'User-Agent': USER_AGENT,
    ...fetchMetadata(request, page, target),
  };
  if (sendsOrigin(request, page, method)) headers.Origin = page.origin;
  if (purpose !== 'no-referer' && sendsReferer(request, page, target)) headers.Referer = `${page.origin}/`;
  // A preflight never carries credentials: https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 1
  if (plan.authorization !== undefined && request !== 'preflight' && purpose !== 'tls')
    headers.Authorization = plan.authorization;
  return headers;
}

/** Chromium sends them to trustworthy addresses, and not with WebSockets: https://w3c.github.io/webappsec-fetch-metadata/ */
function fetchMetadata(request: RequestKind, page: Page, target: URL): Record<string, string> {
  if (request === 'websocket' || (target.protocol !== 'https:' && !isLoopback(target))) return {};
  const isScript = request === 'jsonp';
  return {
    'Sec-Fetch-Dest': isScript ? 'script' : 'empty',
    'Sec-Fetch-Mode': isScript ? 'no-cors' : 'cors',
    'Sec-Fetch-Site':
      page.role === 'own' ? 'same-origin' : isSameSite(page, target) ? 'same-site' : 'cross-site',
  };
}

/** https://fetch.spec.whatwg.org/#append-a-request-origin-header */
function sendsOrigin(request: RequestKind, page: Page, method: string): boolean {
  if (request === 'jsonp') return false;
  return page.role !== 'own' || method !== 'GET' || request === 'websocket';
}

/** The default policy, strict-origin-when-cross-origin: https://w3c.github.io/webappsec-referrer-policy/ */
function sendsReferer(request: RequestKind, page: Page, target: URL): boolean {
  return request !== 'websocket' && /^https?:/.test(page.origin) && !isMixedContent(page.origin, target.href);
}

type Variation = Pick<ProbeRequest, 'target' | 'purpose'> & {
  /** Stops waiting for the handshake. */
  readonly signal?: AbortSignal;
  /** Called before the POST is sent. */
  readonly onHandshake?: (get: Observation) => void;
};

/** A polling handshake. */
export const sendHandshake = (
  send: Send,
  page: Page,
  eio: Eio,
  variation: Omit<Variation, 'onHandshake'> = {},
): Promise<Observation> =>
  send({
    ...{ ...variation, page, eio, request: 'polling-get', method: 'GET' },
    query: { transport: 'polling' },
    headers: page.headers,
  });

/** A POST into the session that a handshake opened. */
export function sendPost(
  send: Send,
  { page, eio, purpose }: Pick<Observation, 'page' | 'eio' | 'purpose'>,
  { sid }: OpenPacket,
  body: string,
  { cookies, target }: { readonly cookies: readonly Cookie[]; readonly target?: URL },
): Promise<Observation> {
  return send({
    ...{ page, eio, request: 'polling-post', method: 'POST', body },
    ...(purpose === undefined ? {} : { purpose }),
    ...(target === undefined ? {} : { target }),
    query: { transport: 'polling', sid },
    headers: [...page.headers, ['Content-Type', 'text/plain;charset=UTF-8'], ...cookieHeader(cookies)],
  });
}

/** A polling handshake and, if it opens a session, a POST into it that closes it again. */
export async function sendPolling(
  send: Send,
  page: Page,
  eio: Eio,
  { onHandshake, ...variation }: Variation = {},
): Promise<[Observation, Observation]> {
  const get = await sendHandshake(send, page, eio, variation);
  onHandshake?.(get);
  const open = openedBy(get);
  if (open === null) return [get, { ...get, request: 'polling-post', outcome: { kind: 'not-sent' } }];
  const { target } = variation;
  // The POST has no signal: it has to close what was opened.
  const post = await sendPost(send, get, open, closePayload(open.eio ?? eio), {
    ...(target === undefined ? {} : { target }),
    cookies: cookiesBack(get),
  });
  return [get, post];
}

/** May the page send its headers with a handshake? */
export function sendPreflight(send: Send, page: Page, eio: Eio): Promise<Observation> {
  return send({
    request: 'preflight',
    page,
    eio,
    method: 'OPTIONS',
    query: { transport: 'polling' },
    headers: preflightHeaders({ ...page, method: 'GET' }),
  });
}

/** A WebSocket up to the open packet. Pages cannot add headers to it. */
export const sendWebSocket = (send: Send, page: Page, eio: Eio, purpose?: Purpose): Promise<Observation> =>
  send({
    ...{ request: 'websocket', page, eio, method: 'GET', query: { transport: 'websocket' } },
    ...(purpose === undefined ? {} : { purpose }),
  });

/** A `<script>` on the page: it carries no Origin, and CORS does not apply to it. */
export async function sendJsonp(send: Send, page: Page, eio: Eio): Promise<Observation> {
  // `b64` like the clients' JSONP: without it, v1 puts bytes into the script.
  const query = { transport: 'polling', j: '0', b64: '1' };
  const get = await send({ request: 'jsonp', page, eio, method: 'GET', query });
  const open = get.outcome.kind === 'answer' ? readJsonpOpen(get.outcome.body) : null;
  if (open !== null) {
    await send({
      request: 'jsonp',
      page,
      eio,
      method: 'POST',
      query: { ...query, sid: open.sid },
      headers: [['Content-Type', 'application/x-www-form-urlencoded'], ...cookieHeader(cookiesBack(get))],
      body: `d=${encodeURIComponent(closePayload(open.eio ?? eio))}`,
    });
  }
  return get;
}

/** The session that a polling handshake opened. */
export const openedBy = ({ outcome }: Observation): OpenPacket | null =>
  outcome.kind === 'answer' ? readPollingOpen(outcome.body) : null;

/** The cookies that a browser sends back, by which some balancers keep a session on one node. */
const cookiesBack = ({ outcome, page, url }: Observation): readonly Cookie[] =>
  cookiesOf(outcome).filter((cookie) => isSentBack(cookie, page, url));
