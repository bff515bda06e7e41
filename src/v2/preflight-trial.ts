import type { IncomingMessage } from 'node:http';
import type { PreflightAnswer, PreflightHandler } from '../origins/policy.js';
import { callOnce } from '../runtime/app-functions.js';
import { nodeHttp, recordingResponse } from '../runtime/recording-response.js';

/** What a preflight handler did when it was run without a client. */
export interface Trial {
  /** Whether the handler looked at the request or the server: its answer may then differ from request to request. */
  readonly looked: boolean;
  /** What it answered, if it ended the response before it returned. */
  readonly answer: PreflightAnswer | undefined;
  /** What it threw, if it did. */
  readonly thrown: { readonly error: unknown } | undefined;
}

/** Runs a handler once, with a response that is not sent and a request that notices when it is read. */
export function tryPreflightHandler(handler: PreflightHandler): Trial {
  let looked = false;
  const noticing = <T extends object>(target: T): T => {
    const look =
      <Args extends unknown[], Result>(trap: (...args: Args) => Result) =>
      (...args: Args): Result => {
        looked = true;
        return trap(...args);
      };
    return new Proxy<T>(target, {
      get: look((object, key) => Reflect.get(object, key)),
      has: look(Reflect.has),
      ownKeys: look(Reflect.ownKeys),
      getOwnPropertyDescriptor: look(Reflect.getOwnPropertyDescriptor),
    });
  };
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
