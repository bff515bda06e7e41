import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A span of Socket.IO releases that check a handshake's origin in the same way.
 *
 * - `host-port`: 1.4.0 to 2.0.x
 * - `scheme-host-port`: 2.1.0 to 2.3.0, and 2.4.1 to 2.5.1
 * - `literal`: 2.4.0 only; 2.4.1 reverted it
 */
export type Era = 'host-port' | 'scheme-host-port' | 'literal';

/**
 * How faithful the translation is: `exact` keeps the accidents of v2's check. `documented` allows what v2's docs
 * promised, and closes the accidents, each with a warning.
 */
export type Semantics = 'documented' | 'exact';

/** The decision about a request with neither `Origin` nor `Referer`: the same as on v2, or it is always allowed. */
export type MissingOrigin = 'as-v2' | 'allow';

/** The headers of a handshake that an origin check looks at, as Node gives them. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly referer?: string | undefined;
}

/**
 * A v2 `origins` function. It gets the `Origin`, else the `Referer`, else `'*'` (on 2.4.0 only the `Origin`, which may
 * be undefined), and calls back whether the handshake is allowed.
 */
export type OriginsFunction = (
  origin: string,
  callback: (error: unknown, success?: boolean) => void,
) => unknown;

/** The app's own `allowRequest`, which takes the place of v2's whole check. */
export type AllowRequest = (
  request: IncomingMessage,
  callback: (error: unknown, success: boolean) => void,
) => unknown;

/** A v2 `handlePreflightRequest` function; `this` is the HTTP server. */
export type PreflightHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  // v2 passed two arguments. Some handlers take a third, like a middleware.
  ...never: never[]
) => unknown;

/** Every origin is allowed, and so are requests without one. */
export interface Everyone {
  readonly kind: 'everyone';
}

/**
 * The origins that match one of `keys` are allowed. A key is what v2 compared entries with:
 * `https://example.com:443`, `example.com:443`, `example.com:*` or `*:443`. It always has a port, and IPv6 hosts have no
 * brackets.
 */
export interface AllowList {
  readonly kind: 'allow-list';
  readonly keys: readonly string[];
}

/** Origins whose key occurs anywhere in `text` are allowed, because v2 searched a string as text. */
export interface SubstringSearch {
  readonly kind: 'substring-search';
  readonly text: string;
}

/** Requests whose `Origin` header equals one of `origins` exactly are allowed, as on 2.4.0, which ignored `Referer`. */
export interface LiteralList {
  readonly kind: 'literal-list';
  readonly origins: readonly string[];
  /** Whether requests without an `Origin` are allowed: 2.4.0 allowed them if the list was empty. */
  readonly admitsNoOrigin: boolean;
}

/** A rule about origins that needs only the headers of a request. */
export type OriginRule = Everyone | AllowList | SubstringSearch | LiteralList;

/** The app's `origins` function decides. */
export interface AskFunction {
  readonly kind: 'function';
  readonly check: OriginsFunction;
  /** The argument of the function: the `Origin`, else the `Referer`, else `*`; or, on 2.4.0, only the `Origin`. */
  readonly given: 'origin-or-referer' | 'origin';
  /** Whether `callback('error', true)` allows the handshake, as on v2. */
  readonly admitsWithError: boolean;
}

/** The app's own `allowRequest` decides. */
export interface OwnAllowRequest {
  readonly kind: 'allow-request';
  readonly allowRequest: AllowRequest;
}

/** Which handshakes are allowed, over polling and WebSocket alike. */
export type HandshakePolicy = OriginRule | AskFunction | OwnAllowRequest;

/** The parts of the answer to a preflight that browsers look at. */
export interface PreflightAnswer {
  readonly status: number;
  /** `Access-Control-Allow-Origin`, as sent. */
  readonly allowOrigin: string | undefined;
  readonly allowCredentials: boolean;
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** `Access-Control-Max-Age`, in seconds. */
  readonly maxAge: number | undefined;
}

/** Who answers a preflight, and how. */
export type PreflightPolicy =
  /** Engine.IO 3 itself: pages may only send `Content-Type`. */
  | { readonly kind: 'default' }
  /** `handlePreflightRequest: false`: the HTTP server's other listeners. */
  | { readonly kind: 'left-to-others' }
  /** A handler that never looks at the request, so its answer is known. */
  | { readonly kind: 'answer'; readonly answer: PreflightAnswer }
  /** A handler that runs for each preflight. */
  | { readonly kind: 'handler'; readonly handler: PreflightHandler };

/** The meaning of a v2 server's settings, as plain data that can be printed and compared. */
export interface Policy {
  /** The release whose behaviour is translated. */
  readonly from: string;
  /** The release that the translation is for. */
  readonly to: string;
  readonly era: Era;
  readonly semantics: Semantics;
  readonly missingOrigin: MissingOrigin;
  readonly handshake: HandshakePolicy;
  readonly preflight: PreflightPolicy;
}
