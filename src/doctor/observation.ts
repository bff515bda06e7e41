/** The requests of a page: the four of the clients, and the script of JSONP. */
export type RequestKind = 'polling-get' | 'polling-post' | 'preflight' | 'websocket' | 'jsonp';

/** The revision of the Engine.IO protocol: 3 is spoken by Socket.IO v1 and v2, 4 by v3 and v4. */
export type Eio = 3 | 4;

/**
 * Names and values in the order in which they were sent. Repeated ones are kept separate, because a proxy may add one.
 */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The page that a request claims to come from. */
export interface Page {
  /** As the browser writes it; `null` for sandboxed frames and files. */
  readonly origin: string;
  /** `asked` and `own` (served by the same host) should connect; `foreign` and `null` should not. */
  readonly role: 'asked' | 'own' | 'foreign' | 'null';
  /** Whether its client sends cookies (`withCredentials`), as v2 clients do by default. */
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
  /** False if the body broke off or did not end in time. */
  readonly complete: boolean;
  /** The first messages, if the answer was a WebSocket handshake that browsers accept. */
  readonly socket?: SocketBeginning;
}

/** The first text messages of a WebSocket, or its end. */
export interface SocketBeginning {
  readonly messages: readonly string[];
  readonly closed: boolean;
}

/** No HTTP response came. */
export interface Failure {
  readonly kind: 'failure';
  /** For example `ECONNREFUSED`, or `TIMEOUT`. */
  readonly code: string;
  readonly message: string;
  /** Whether a server accepted the connection. */
  readonly connected: boolean;
}

/** Nothing was sent: a page needs an open session to post into, and got none. */
export interface NotSent {
  readonly kind: 'not-sent';
}

export type Outcome = Answer | Failure | NotSent;

/** One request and its outcome. */
export interface Observation {
  readonly request: RequestKind;
  /** Without what was added for this request (protocol, transport, session). */
  readonly url: string;
  readonly eio: Eio;
  readonly page: Page;
  readonly outcome: Outcome;
  /** The refusal that the same request got before, when requests followed each other faster. */
  readonly refusedBefore?: Answer;
  /** Absent if the request was made for the page itself; otherwise it only serves the diagnosis. */
  readonly purpose?: Purpose;
}

/**
 * - `other-path`: to another path, because nothing speaks Engine.IO at the given one
 * - `cut-path`: to the path twice, in case a proxy cuts it off
 * - `tls`: over https, because the port does not answer http
 * - `identity`: which generation refuses every handshake?
 * - `session`: several connections with one session, and the cookies that a browser sends back
 * - `session-all-cookies`: the same with every cookie
 * - `poll`: the next GET of a session
 * - `repeat`: the same handshake again, because it was refused
 * - `look-alike`: with an origin that only resembles one that is allowed
 * - `near-miss`: with the origin spelled as people write it by mistake
 * - `no-referer`: without a Referer
 * - `front-page`: `/`, whose Referrer-Policy counts for the server's own page
 */
export type Purpose =
  | 'other-path'
  | 'cut-path'
  | 'tls'
  | 'identity'
  | 'session'
  | 'session-all-cookies'
  | 'poll'
  | 'repeat'
  | 'look-alike'
  | 'near-miss'
  | 'no-referer'
  | 'front-page';

/** An observation, or a row of a survey: both have an outcome. */
export type Seen = Pick<Observation, 'outcome'>;

/** The answer, if one came. */
export const answerTo = ({ outcome }: Seen): Answer | undefined =>
  outcome.kind === 'answer' ? outcome : undefined;

/** The HTTP status, if there was an answer. */
export const statusOf = (one: Seen): number | null => answerTo(one)?.status ?? null;
