import { limitConcurrency } from './limit-concurrency.js';
import type { Eio, HeaderList, Observation, Page, RequestKind } from './observation.js';
import { isMixedContent } from './origin.js';
import { type Exchange, exchange } from './probe-http.js';
import type { ProbePlan } from './probe-options.js';

/** One question, in the name of a page. */
export interface Question {
  readonly request: RequestKind;
  readonly page: Page;
  readonly eio: Eio;
  readonly method: Exchange['method'];
  /** What is added to the query beside the protocol. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers?: HeaderList;
  readonly body?: string;
  readonly onUpgrade?: Exchange['onUpgrade'];
  /** Another path than the plan's. */
  readonly target?: URL;
  readonly signal?: AbortSignal;
}

/** Asks one question; waits where too many are under way. */
export type Ask = (question: Question) => Promise<Observation>;

export function askerOf(plan: ProbePlan): Ask {
  const limit = limitConcurrency(plan.concurrency);
  let asked = 0;
  return async (question) => {
    const target = question.target ?? plan.target;
    const url = new URL(target);
    // As the clients do, so that nothing between here and there answers from a cache.
    const t = `${Date.now().toString(36)}.${asked++}`;
    for (const [name, value] of Object.entries({ EIO: String(question.eio), ...question.query, t })) {
      url.searchParams.set(name, value);
    }
    const { request, page, eio, method, body, onUpgrade, signal } = question;
    const headers = {
      ...browserHeaders(question, target, plan),
      ...Object.fromEntries(question.headers ?? []),
    };
    const sent: Exchange = {
      url,
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(onUpgrade === undefined ? {} : { onUpgrade }),
      ...(signal === undefined ? {} : { signal }),
    };
    const outcome = await limit(() => exchange(sent, plan));
    const observation: Observation = { request, url: target.href, eio, page, outcome };
    return question.target === undefined ? observation : { ...observation, purpose: 'other-path' };
  };
}

/** What a browser adds by itself. */
function browserHeaders(
  { request, page, method }: Question,
  target: URL,
  plan: ProbePlan,
): Record<string, string> {
  const headers: Record<string, string> = { Accept: '*/*', 'User-Agent': 'socketio-cors-doctor' };
  if (sendsOrigin(request, page, method)) headers.Origin = page.origin;
  if (sendsReferer(request, page, target)) headers.Referer = `${page.origin}/`;
  // A preflight never carries credentials: https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 1
  if (plan.authorization !== undefined && request !== 'preflight') headers.Authorization = plan.authorization;
  return headers;
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
