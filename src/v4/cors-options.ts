import type { IncomingMessage } from 'node:http';
import type { Policy, PreflightPolicy } from '../policy/policy.js';
import type { Report } from '../warnings/emit.js';
import type { Warn } from '../warnings/warn.js';
import { answerPreflight } from './answer-preflight.js';
import {
  actualOptions,
  allFields,
  type CorsDelegate,
  type CorsOptions,
  DEFAULT_PREFLIGHT,
  preflightOptions,
} from './cors-fields.js';
import { type CorsOrigin, corsOrigin } from './cors-origin.js';
import type { AskAboutHandshake } from './origins-function.js';
import { isSameAnswer, warnOfAnswer } from './preflight-agreement.js';

type Answerer = (request: IncomingMessage, callback: (options: CorsOptions) => void) => void;

/**
 * The `cors` option: one plain object wherever that will do, and a delegate where an answer depends on the request
 * or a preflight was answered unlike other requests.
 *
 * @param ask what asks the app's `origins` function, where there is one
 * @param report gets what a preflight handler threw
 */
export function corsOptions(
  { handshake, preflight }: Policy,
  ask: AskAboutHandshake | undefined,
  warn: Warn,
  report: Report,
): CorsOptions | CorsDelegate {
  if (ask !== undefined) return delegate(preflightAnswerer(preflight, true, report), handshakeAnswerer(ask));
  const origin =
    handshake.kind === 'function' || handshake.kind === 'allow-request' ? true : corsOrigin(handshake);
  if (preflight.kind === 'answer') {
    warnOfAnswer(preflight.answer, origin, warn);
    if (isSameAnswer(preflight.answer, origin)) return actualOptions(origin, allFields(preflight.answer));
  }
  if (preflight.kind === 'default' || preflight.kind === 'left-to-others') {
    return actualOptions(origin, DEFAULT_PREFLIGHT);
  }
  return delegate(preflightAnswerer(preflight, origin, report), (_request, callback) =>
    callback(actualOptions(origin)),
  );
}

function delegate(answerPreflights: Answerer, answerOthers: Answerer): CorsDelegate {
  return (request, callback) => {
    const answerer = request.method === 'OPTIONS' ? answerPreflights : answerOthers;
    // Its type names the two fields that the cors package reads; Engine.IO gives the whole request.
    answerer(request as IncomingMessage, (options) => callback(null, options));
  };
}

function preflightAnswerer(preflight: PreflightPolicy, origin: CorsOrigin, report: Report): Answerer {
  switch (preflight.kind) {
    case 'default':
    case 'left-to-others':
      return (_request, callback) => callback(actualOptions(origin, DEFAULT_PREFLIGHT));
    case 'answer':
      return (_request, callback) => callback(preflightOptions(preflight.answer));
    case 'handler':
      return (request, callback) =>
        answerPreflight(preflight.handler, request, report, (answer) => callback(preflightOptions(answer)));
  }
}

/** v2 asked at the handshake only; requests that carry a session's id had every origin reflected. */
function handshakeAnswerer(ask: AskAboutHandshake): Answerer {
  return (request, callback) => {
    const { _query: query } = request as { _query?: { sid?: string } };
    if (query?.sid) callback(actualOptions(true));
    // Without a query it is the client's script that is asked for, which v2 served without CORS headers.
    else if (query === undefined) callback(actualOptions(false));
    else ask(request, ({ admitted }) => callback(actualOptions(admitted && true)));
  };
}
