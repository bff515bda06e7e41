import type { IncomingMessage } from 'node:http';
import { describeError } from '../messages/message.js';
import type { Warn } from '../messages/warn.js';
import type { PreflightAnswer, PreflightHandler, PreflightPolicy } from '../origins/policy.js';
import { callOnce } from '../runtime/app-functions.js';
import { nodeHttp, PREFLIGHT_SECONDS, recordingResponse } from '../runtime/recording-response.js';
import { knowsPreflightHandlers } from './releases.js';
import type { ParsedSettings } from './settings.js';

/** The app's handler as `from` took it: releases before 2.0 had none. */
export function preflightHandlerOf(
  { handlePreflightRequest: handler, from }: ParsedSettings,
  warn: Warn,
): PreflightHandler | false | undefined {
  if (handler === undefined || knowsPreflightHandlers(from)) return handler;
  warn('PREFLIGHT_HANDLER_IGNORED', { from }, 'handlePreflightRequest');
  return undefined;
}

/** Whether a handler is written for (server, req, res), as v2's typings said. Middleware takes (req, res, next). */
export function takesServer(handler: PreflightHandler): boolean {
  return handler.length > 2 && /^[^(]*\(\s*[^,)]+,\s*_?req/i.test(Function.prototype.toString.call(handler));
}

/**
 * Who answered preflights on v2, and how. A handler that never reads the request is run here, once.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server#attach`
 */
export function readPreflight(settings: ParsedSettings, warn: Warn): PreflightPolicy {
  const { from } = settings;
  const handler = preflightHandlerOf(settings, warn);
  const subject = 'handlePreflightRequest';
  if (handler === undefined) return { kind: 'default' };
  if (handler === false) {
    warn('PREFLIGHT_FALSE_HAS_NO_EQUIVALENT', {}, `${subject}: false`);
    return { kind: 'left-to-others' };
  }
  const { looked, answer, thrown } = tryPreflightHandler(handler);
  if (thrown !== undefined) {
    const error = takesServer(handler) ? undefined : describeError(thrown.error);
    if (handler.length > 2 || !looked) warn('PREFLIGHT_HANDLER_THROWS', { from, error }, subject);
    return { kind: 'handler', handler };
  }
  if (answer === undefined) warn('PREFLIGHT_HANDLER_DID_NOT_END', { seconds: PREFLIGHT_SECONDS }, subject);
  return answer === undefined || looked ? { kind: 'handler', handler } : { kind: 'answer', answer };
}

/** The outcome of running a preflight handler without a client. */
export interface Trial {
  /** Whether the handler looked at the request or the server: its answer may then differ from request to request. */
  readonly looked: boolean;
  /** Its answer, if it ended the response before it returned. */
  readonly answer: PreflightAnswer | undefined;
  /** The error that it threw, if any. */
  readonly thrown: { readonly error: unknown } | undefined;
}

/** Runs a handler once, with a response that is not sent and a request that notices when it is read. */
export function tryPreflightHandler(handler: PreflightHandler): Trial {
  let looked = false;
  // Any use of a proxy looks up a trap first.
  const look = () => {
    looked = true;
  };
  const traps = new Proxy({}, { get: look });
  const noticing = <T extends object>(target: T): T => new Proxy<T>(target, traps);
  const request = noticing(sampleRequest());
  const { response, answer } = recordingResponse(request);
  let thrown: Trial['thrown'];
  const call = () => handler.call(noticing(nodeHttp().createServer()) as never, request, response);
  const fail = (error: unknown) => {
    thrown = { error };
  };
  callOnce(call, () => undefined, fail);
  return { looked, answer: answer(), thrown };
}

/** A preflight as a browser sends it, so that a handler that looks at it finds what it expects. */
function sampleRequest(): IncomingMessage {
  const { IncomingMessage } = nodeHttp();
  return Object.assign(new IncomingMessage(null as never), {
    method: 'OPTIONS',
    url: '/socket.io/?EIO=3&transport=polling',
    headers: {
      host: 'localhost',
      origin: 'https://origin.invalid',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'content-type',
    },
  });
}
