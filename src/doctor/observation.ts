/** What a page of some origin asks of a server: the four requests of the clients, and the script of JSONP. */
export type RequestKind = 'polling-get' | 'polling-post' | 'preflight' | 'websocket' | 'jsonp';

/** The revision of the Engine.IO protocol: 3 is spoken by Socket.IO v1 and v2, 4 by v3 and v4. */
export type Eio = 3 | 4;

/** Header names and values in the order sent, repeated ones apart: a proxy that adds a second one has to be seen. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The page in whose name is asked. */
export interface Page {
  /** As the browser writes it, or `null` for sandboxed frames and files. */
  readonly origin: string;
  /** `asked`: is meant to get in. `own`: served by the same host. `foreign`, `null`: are not meant to. */
  readonly role: 'asked' | 'own' | 'foreign' | 'null';
  /** Whether its client asks with cookies (`withCredentials`), as clients of v2 do by default. */
  readonly credentials: boolean;
  /** The headers that its client adds (`extraHeaders`). */
  readonly headers: HeaderList;
}

/** An HTTP response. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: HeaderList;
  /** The beginning of the body, one character a byte. */
  readonly body: string;
  /** False where the body broke off or did not end in time. */
  readonly complete: boolean;
  /** Only where the answer was a WebSocket handshake that browsers accept: what came next. */
  readonly socket?: SocketBeginning;
}

/** What a WebSocket brought first: text messages, or its end. */
export interface SocketBeginning {
  readonly messages: readonly string[];
  readonly closed: boolean;
}

/** No HTTP response came. */
export interface Failure {
  readonly kind: 'failure';
  /** As `ECONNREFUSED`, or `TIMEOUT`. */
  readonly code: string;
  readonly message: string;
  /** Whether somebody took the connection, as opposed to nobody being there. */
  readonly connected: boolean;
}

/** Nothing was sent: a page needs an open session to post into, and got none. */
export interface NotSent {
  readonly kind: 'not-sent';
}

export type Outcome = Answer | Failure | NotSent;

/** One request and what came of it. */
export interface Observation {
  readonly request: RequestKind;
  /** Without what was added to it for one request (protocol, transport, session). */
  readonly url: string;
  readonly eio: Eio;
  readonly page: Page;
  readonly outcome: Outcome;
  /**
   * `other-path`: was asked at another path than the one given, because nobody spoke Engine.IO there.
   * `identity`: was asked to find out who refuses everything, not in the name of a page.
   */
  readonly purpose?: 'other-path' | 'identity';
}
