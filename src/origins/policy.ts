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
 * How faithful the translation is: `exact` keeps the accidents of v2's check, `documented` admits what v2's
 * docs promised and closes the accidents, each with a warning.
 */
export type Semantics = 'documented' | 'exact';

/** What happens to a request with neither `Origin` nor `Referer`: what v2 did, or admitted in any case. */
export type MissingOrigin = 'as-v2' | 'allow';

/** The headers of a handshake that an origin check looks at, as Node gives them. */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly referer?: string | undefined;
}

/**
 * A v2 `origins` function: given the value that v2 derived from `Origin` and `Referer` (`'*'` where there is
 * neither; on 2.4.0 the bare `Origin`, which may be undefined), it calls back whether the handshake is admitted.
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
  // v2 gave two; some handlers take a third all the same, as a middleware would.
  ...never: never[]
) => unknown;

/** Every origin is admitted, and so are requests without one. */
export interface Everyone {
  readonly kind: 'everyone';
}

/**
 * The origins that match one of `keys` are admitted. A key is what v2 compared entries with:
 * `https://example.com:443`, `example.com:443`, `example.com:*` or `*:443`. A port is always written, IPv6 hosts
 * have no brackets.
 */
export interface AllowList {
  readonly kind: 'allow-list';
  readonly keys: readonly string[];
}

/** Origins whose key occurs anywhere in `text` are admitted: what v2 did with a string. */
export interface SubstringSearch {
  readonly kind: 'substring-search';
  readonly text: string;
}

/** The `Origin` header equals one of `origins`, letter for letter, as 2.4.0 compared; `Referer` is not looked at. */
export interface LiteralList {
  readonly kind: 'literal-list';
  readonly origins: readonly string[];
  /** 2.4.0 admitted requests without `Origin` where the list was empty. */
  readonly admitsNoOrigin: boolean;
}

/** A rule over origins that can be decided from the request's headers alone. */
export type OriginRule = Everyone | AllowList | SubstringSearch | LiteralList;

/** The app's `origins` function decides. */
export interface AskFunction {
  readonly kind: 'function';
  readonly check: OriginsFunction;
  /** What the function is given: v2's `Origin`, else `Referer`, else `*`; or (2.4.0) `Origin` alone. */
  readonly given: 'origin-or-referer' | 'origin';
  /** Whether `callback('error', true)` admits, as on v2. */
  readonly admitsWithError: boolean;
}

/** The app's own `allowRequest` decides. */
export interface OwnAllowRequest {
  readonly kind: 'allow-request';
  readonly allowRequest: AllowRequest;
}

/** Who is admitted at the handshake, over polling and WebSocket alike. */
export type HandshakePolicy = OriginRule | AskFunction | OwnAllowRequest;

/** What a preflight is answered with, in so far as a browser looks at it. */
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
  /** Engine.IO 3 itself: `Content-Type` alone may be sent. */
  | { readonly kind: 'default' }
  /** `handlePreflightRequest: false`: the HTTP server's other listeners. */
  | { readonly kind: 'left-to-others' }
  /** A handler that never looks at the request, so its answer is known. */
  | { readonly kind: 'answer'; readonly answer: PreflightAnswer }
  /** A handler that has to be run for each preflight. */
  | { readonly kind: 'handler'; readonly handler: PreflightHandler };

/** What a v2 server's settings mean, as plain data: it can be printed and compared. */
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
