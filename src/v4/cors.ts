import type { IncomingMessage } from 'node:http';
import { emitOnce, type Report } from '../messages/emit.js';
import type { Warn } from '../messages/warn.js';
import type { HandshakePolicy, Policy, PreflightPolicy } from '../origins/policy.js';
import { type CorsDelegate, type CorsOptions, type CorsOrigin, corsOrigin } from './cors-origin.js';
import type { AskAboutHandshake } from './origins-function.js';
import {
  allFields,
  answerPreflight,
  DEFAULT_PREFLIGHT,
  isSameAnswer,
  LEFT_TO_OTHERS,
  preflightOptions,
  warnOfAnswer,
} from './preflight.js';

/** v2's answer to every request except a preflight: the origin reflected, and credentials allowed. */
export function actualOptions(origin: CorsOrigin | false, fields: CorsOptions = {}): CorsOptions {
  return { origin, ...fields, credentials: true };
}

type Answerer = (request: IncomingMessage, callback: (options: CorsOptions) => void) => void;

/**
 * The `cors` option: one plain object if possible, or a delegate if an answer depends on the request, or a preflight
 * was answered differently from other requests.
 *
 * @param ask asks the app's `origins` function, if there is one
 * @param report gets what a preflight handler threw
 */
export function corsOptions(
  { handshake, preflight }: Policy,
  ask: AskAboutHandshake | undefined,
  warn: Warn,
  report: Report = emitOnce,
): CorsOptions | CorsDelegate {
  const origin = readableBy(handshake);
  if (preflight.kind === 'answer')
    warnOfAnswer(preflight.answer, ask === undefined ? origin : 'unknown', warn);
  const toPreflights = preflightsAnswer(preflight, origin, report);
  if (typeof toPreflights !== 'function' && ask === undefined) return toPreflights;
  const answerPreflights = typeof toPreflights === 'function' ? toPreflights : always(toPreflights);
  const answerOthers = ask === undefined ? always(actualOptions(origin)) : handshakeAnswerer(ask);
  return (request, callback) => {
    const answer = request.method === 'OPTIONS' ? answerPreflights : answerOthers;
    // The type has only the two fields that the cors package reads. Engine.IO passes the whole request.
    answer(request as IncomingMessage, (options) => callback(null, options));
  };
}

/** The origins that may read responses. If a function of the app decides, v2 reflected every origin. */
function readableBy(handshake: HandshakePolicy): CorsOrigin {
  return handshake.kind === 'function' || handshake.kind === 'allow-request' ? true : corsOrigin(handshake);
}

/** The options, if the same ones answer preflights and other requests; else the function that answers preflights. */
function preflightsAnswer(
  preflight: PreflightPolicy,
  origin: CorsOrigin,
  report: Report,
): CorsOptions | Answerer {
  switch (preflight.kind) {
    case 'default':
      return actualOptions(origin, DEFAULT_PREFLIGHT);
    case 'left-to-others':
      return actualOptions(origin, LEFT_TO_OTHERS);
    case 'answer':
      return isSameAnswer(preflight.answer, origin)
        ? actualOptions(origin, allFields(preflight.answer))
        : always(preflightOptions(preflight.answer));
    case 'handler':
      return (request, callback) =>
        answerPreflight(preflight.handler, request, (answer) => callback(preflightOptions(answer)), report);
  }
}

function always(options: CorsOptions): Answerer {
  return (_request, callback) => callback(options);
}

/** v2 asked the function at the handshake only. Other requests had their origin reflected. */
function handshakeAnswerer(ask: AskAboutHandshake): Answerer {
  return (request, callback) => {
    const { _query: query } = request as { _query?: Query };
    // A request without a query asks for the client's script, which v2 served without CORS headers.
    if (query === undefined) callback(actualOptions(false));
    else if (!isHandshake(request.method, query)) callback(actualOptions(true));
    else ask(request, ({ admitted }) => callback(actualOptions(admitted && true)));
  };
}

/** The query that Engine.IO parsed. */
interface Query {
  readonly sid?: string;
  readonly transport?: string;
}

function isHandshake(method: string | undefined, { sid, transport }: Query): boolean {
  return method === 'GET' && !sid && (transport === 'polling' || transport === 'websocket');
}
