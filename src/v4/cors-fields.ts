import type { ServerOptions } from 'socket.io';
import type { PreflightAnswer } from '../origins/policy.js';
import type { CorsOrigin } from './cors-origin.js';

type CorsOption = NonNullable<ServerOptions['cors']>;

/** The `cors` option as a plain object. */
export type CorsOptions = Exclude<CorsOption, (...args: never[]) => unknown>;

/** The `cors` option where the answer depends on the request. */
export type CorsDelegate = Extract<CorsOption, (...args: never[]) => unknown>;

/** The fields that only a preflight is answered with. */
type PreflightFields = Pick<CorsOptions, 'methods' | 'allowedHeaders' | 'maxAge' | 'optionsSuccessStatus'>;

/** What Engine.IO 3 let a page send without a handler: v2's client posts binary data, which is not safelisted. */
export const DEFAULT_PREFLIGHT: PreflightFields = {
  methods: ['GET', 'POST'],
  allowedHeaders: ['Content-Type'],
};

/** The nearest that v4 has to `handlePreflightRequest: false`; what comes next is Engine.IO, which answers 400. */
export const LEFT_TO_OTHERS: CorsOptions = { preflightContinue: true };

/** What v2 answered every other request with, its origin reflected and credentials allowed; and the fields given. */
export function actualOptions(origin: CorsOrigin | false, fields: CorsOptions = {}): CorsOptions {
  return { origin, ...fields, credentials: true };
}

/** The `cors` fields that answer a preflight as a handler did, but for its origin and credentials. */
function preflightFields(answer: PreflightAnswer): PreflightFields {
  const { allowMethods, allowHeaders, maxAge, status } = answer;
  return {
    // Safelisted methods need not be named, and the cors package would name all it knows.
    methods: allowMethods.length > 0 ? [...allowMethods] : ['GET', 'POST'],
    // An empty list stays: without one the cors package reflects whatever is asked for.
    allowedHeaders: [...allowHeaders],
    ...(maxAge === undefined ? {} : { maxAge }),
    // Fetch, CORS-preflight fetch, step 7: any ok status will do, so only others are worth a field.
    ...(status === 200 || status === 204 ? {} : { optionsSuccessStatus: status }),
  };
}

/** All that a handler's answer says but its origin and credentials; v4 exposes headers with every response. */
export function allFields(answer: PreflightAnswer): CorsOptions {
  const exposed = answer.exposeHeaders.length > 0 ? { exposedHeaders: [...answer.exposeHeaders] } : {};
  return { ...preflightFields(answer), ...exposed };
}

/** The fields of a preflight that is answered by itself; no answer fails it. */
export function preflightOptions(answer: PreflightAnswer | undefined): CorsOptions {
  if (answer?.allowOrigin === undefined) return { origin: false };
  return { origin: answer.allowOrigin, credentials: answer.allowCredentials, ...preflightFields(answer) };
}
