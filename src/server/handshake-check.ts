import type { Translation } from '../translate.js';
import type { V4AllowRequest } from '../v4/allow-request.js';
import { actualOptions, type CorsDelegate, DEFAULT_PREFLIGHT } from '../v4/cors-fields.js';
import { logRefusals } from './refusal-log.js';

/** The two options of v4 that decide about origins. */
export interface HandshakeCheck {
  readonly cors: CorsDelegate;
  readonly allowRequest: V4AllowRequest;
}

/** v2 served the client's script without CORS headers. */
const CLIENT_SCRIPT = actualOptions(false);

/** v2 reflected every origin once a session was open, so that it outlived a change of `origins`. */
const OPEN_SESSION = actualOptions(true, DEFAULT_PREFLIGHT);

/**
 * A check that asks, at each handshake, the translation that is in force then.
 *
 * @see Engine.IO 3.6.2, lib/transports/polling-xhr.js, `XHR#headers`
 */
export function handshakeCheck(inForce: () => Translation): HandshakeCheck {
  // What was in force when the handshake came decides about all of it, also where a function takes its time. All else
  // is decided at once, and a mark on every request would cost some per cent of it.
  const deciding = new WeakMap<object, Translation>();
  return {
    cors(request, callback) {
      // Engine.IO parses the query before it asks; where there is none, the request is not for it.
      const { _query: query } = request as { _query?: { sid?: string } };
      if (query === undefined) return callback(null, CLIENT_SCRIPT);
      if (query.sid) return callback(null, OPEN_SESSION);
      const translation = inForce();
      const { cors } = translation.options;
      if (typeof cors !== 'function') return callback(null, cors);
      deciding.set(request, translation);
      cors(request, callback);
    },
    allowRequest(this: unknown, request, callback) {
      const { options, policy } = deciding.get(request) ?? inForce();
      const answer = logRefusals(request, policy.handshake, callback);
      // Without an allowRequest of its own, a translation refuses nobody.
      if (options.allowRequest === undefined) answer(null, true);
      else options.allowRequest.call(this, request, answer);
    },
  };
}
