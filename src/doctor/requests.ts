import { type Cookie, cookiesOf, isSameSite, isSentBack } from './cookies.js';
import { closePayload, openedBy, readJsonpOpen } from './engine-io.js';
import { preflightHeaders } from './fetch.js';
import {
  type Answer,
  answerTo,
  type Failure,
  type HeaderList,
  type Observation,
  type RequestKind,
} from './observation.js';
import type { ProbePlan } from './options.js';
import { isLoopback, isMixedContent } from './origin.js';
import { adaptToRate, limitConcurrency } from './pace.js';
import { type Exchange, exchange, openWebSocket } from './wire.js';

/** One request from a page. */
export interface ProbeRequest extends Pick<Observation, 'request' | 'page' | 'eio'> {
  /** Absent if the request is made for the page itself. */
  readonly purpose?: Observation['purpose'] | undefined;
  /** The session that it continues. */
  readonly sid?: string;
  readonly cookies?: readonly Cookie[];
  /** Sent by POST. */
  readonly body?: string;
  /** Another path than the plan's. */
  readonly target?: URL | undefined;
  /** Stops waiting for an answer. */
  readonly signal?: AbortSignal | undefined;
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
    const { request, page, eio, purpose, body, signal, target = plan.target } = asked;
    // As the clients do, so that no cache answers.
    const url = urlOf(asked, target, `${Date.now().toString(36)}.${sent++}`);
    const method = methodOf(asked);
    const headers = { ...browserHeaders(asked, target, plan), ...clientHeaders(asked) };
    const ask = (): Promise<Answer | Failure> => {
      const left = end - Date.now();
      if (left <= 0) return Promise.resolve(OUT_OF_TIME);
      // Nothing secret goes to a server whose certificate is not checked.
      const wire = {
        ca: plan.ca,
        timeout: Math.min(plan.timeout, left),
        trustsAnyone: purpose === 'tls',
      };
      // On an upgrade of a session, the client would speak first.
      return request === 'websocket'
        ? openWebSocket(url, headers, wire, asked.sid === undefined)
        : exchange({ url, method, headers, body, signal }, wire);
    };
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

function urlOf({ request, eio, sid }: ProbeRequest, target: URL, t: string): URL {
  const url = new URL(target);
  const query = {
    EIO: String(eio),
    transport: request === 'websocket' ? 'websocket' : 'polling',
    // `b64` like the clients' JSONP: without it, v1 puts bytes into the script.
    ...(request === 'jsonp' ? { j: '0', b64: '1' } : {}),
    ...(sid === undefined ? {} : { sid }),
    t,
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function methodOf({ request, body }: ProbeRequest): Exchange['method'] {
  if (body !== undefined) return 'POST';
  return request === 'preflight' ? 'OPTIONS' : 'GET';
}

/** The headers that the client sets, and its cookies. Pages cannot add headers to WebSockets and scripts. */
function clientHeaders({ request, page, body, cookies = [] }: ProbeRequest): Record<string, string> {
  const type = request === 'jsonp' ? 'application/x-www-form-urlencoded' : 'text/plain;charset=UTF-8';
  const own: Partial<Record<RequestKind, HeaderList>> = {
    'polling-get': page.headers,
    'polling-post': page.headers,
    preflight: preflightHeaders({ ...page, method: 'GET' }),
  };
  return {
    ...Object.fromEntries(own[request] ?? []),
    ...(body === undefined ? {} : { 'Content-Type': type }),
    ...(cookies.length === 0 ? {} : { Cookie: cookies.map(({ pair }) => pair).join('; ') }),
  };
}

/** Some firewalls refuse all but the user agents of browsers. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 socketio-cors-doctor';

/** The headers that a browser adds by itself. */
function browserHeaders(asked: ProbeRequest, target: URL, plan: ProbePlan): Record<string, string> {
  const { request, page, purpose } = asked;
  const headers: Record<string, string> = {
    Accept: '*/*',
    'Accept-Language': 'en-US,en;q=0.9',
    'User-Agent': USER_AGENT,
    ...fetchMetadata(asked, target),
  };
  if (sendsOrigin(asked)) headers.Origin = page.origin;
  if (purpose !== 'no-referer' && sendsReferer(asked, target)) headers.Referer = `${page.origin}/`;
  // A preflight never carries credentials: https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 1
  if (plan.authorization !== undefined && request !== 'preflight' && purpose !== 'tls')
    headers.Authorization = plan.authorization;
  return headers;
}

/** Chromium sends them to trustworthy addresses, and not with WebSockets: https://w3c.github.io/webappsec-fetch-metadata/ */
function fetchMetadata({ request, page }: ProbeRequest, target: URL): Record<string, string> {
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
function sendsOrigin(asked: ProbeRequest): boolean {
  if (asked.request === 'jsonp') return false;
  return asked.page.role !== 'own' || methodOf(asked) !== 'GET' || asked.request === 'websocket';
}

/** The default policy, strict-origin-when-cross-origin: https://w3c.github.io/webappsec-referrer-policy/ */
const sendsReferer = ({ request, page }: ProbeRequest, target: URL): boolean =>
  request !== 'websocket' && /^https?:/.test(page.origin) && !isMixedContent(page.origin, target.href);

/**
 * A polling handshake and, if it opens a session, a POST into it that closes it again.
 *
 * @param onHandshake called before the POST is sent
 */
export async function sendPolling(
  send: Send,
  asked: Omit<ProbeRequest, 'request' | 'sid' | 'body'>,
  onHandshake?: (get: Observation) => void,
): Promise<[Observation, Observation]> {
  const get = await send({ ...asked, request: 'polling-get' });
  onHandshake?.(get);
  const open = openedBy(get);
  if (open === null) return [get, { ...get, request: 'polling-post', outcome: { kind: 'not-sent' } }];
  // The POST has no signal: it has to close what was opened.
  const { signal: _, ...post } = asked;
  const body = closePayload(open.eio ?? asked.eio);
  const cookies = cookiesBack(get);
  return [get, await send({ ...post, request: 'polling-post', sid: open.sid, body, cookies })];
}

/** A `<script>` on the page. It has no Origin, and CORS does not apply to it. */
export async function sendJsonp(send: Send, asked: Pick<ProbeRequest, 'page' | 'eio'>): Promise<Observation> {
  const get = await send({ ...asked, request: 'jsonp' });
  const open = readJsonpOpen(answerTo(get)?.body ?? '');
  if (open !== null) {
    const body = `d=${encodeURIComponent(closePayload(open.eio ?? asked.eio))}`;
    await send({ ...asked, request: 'jsonp', sid: open.sid, body, cookies: cookiesBack(get) });
  }
  return get;
}

/** The cookies that a browser sends back, by which some balancers keep a session on one node. */
const cookiesBack = ({ outcome, page, url }: Observation): readonly Cookie[] =>
  cookiesOf(outcome).filter((cookie) => isSentBack(cookie, page, url));
