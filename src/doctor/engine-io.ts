import { answerTo, type Eio, type Seen } from './observation.js';

/** The first packet of a session, and the protocol in which it was written. */
export interface OpenPacket {
  readonly sid: string;
  /** Undefined over WebSocket, where both protocols write the same. */
  readonly eio: Eio | undefined;
  /** Transports that the session may move to. */
  readonly upgrades: readonly unknown[];
  /** Milliseconds between two signs of life; undefined if the packet names none. */
  readonly pingInterval: number | undefined;
  /** Whether the packet says `maxPayload`, which only servers of protocol 4 do. */
  readonly hasMaxPayload: boolean;
}

/** Engine.IO's answer if it refuses; `code` 4 is its `allowRequest`, 5 another protocol. */
export interface EngineError {
  readonly code: number;
  readonly message: string;
}

/**
 * Reads the answer to a polling handshake, in each of the ways that servers from 1.0 to 4.x write it:
 * `0{…}` (protocol 4), `96:0{…}` (protocol 3), or bytes 0, digits of the length, 255, then the packet (1.x).
 */
export function readPollingOpen(body: string): OpenPacket | null {
  if (body.startsWith('0')) return readOpen(body, 4);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the binary framing of protocol 3
  const framed = /^(?:\d+:|\x00[\x00-\x09]+\xff)(0.*)$/s.exec(body);
  return framed === null ? null : readOpen(framed[1] as string, 3);
}

/** Reads the first message of a WebSocket. */
export const readSocketOpen = (message: string): OpenPacket | null => readOpen(message, undefined);

/** Reads the script of JSONP: `___eio[0]("…");`. */
export function readJsonpOpen(body: string): OpenPacket | null {
  const script = /^(?:\/\*\*\/)?___eio\[\d+\]\((".*")\);$/s.exec(body);
  const text = script === null ? undefined : parseJson(script[1] as string);
  return typeof text === 'string' ? readPollingOpen(text) : null;
}

/** Reads the body of a refusal: `{"code":4,"message":"Forbidden"}`. */
export function readEngineError(body: string): EngineError | null {
  const error = parseJson(body);
  // v1 loses code and message if its `origins` refuse.
  if (body === '{"code":null}') return { code: 4, message: 'Forbidden' };
  if (typeof error === 'string' && PYTHON_REFUSAL.test(body)) return { code: 4, message: error };
  if (!isRecord(error) || typeof error.code !== 'number' || typeof error.message !== 'string') return null;
  // Other APIs answer in the same form: with HTTP's status as code, or with gRPC's, whose 5 is "not found".
  const { code, message, ...others } = error;
  if (Object.keys(others).length > 0) return null;
  // The message of a refusal may be the app's own.
  return code === 4 || ERROR_MESSAGES[code as number] === message ? { code: code as number, message } : null;
}

/** How python-engineio, and so Flask-SocketIO, refuses an origin: the body is only the message, as JSON. */
const PYTHON_REFUSAL = /^"(?:Not|\S+ is not) an accepted origin\."$/;

/** Whether python-engineio refused a request because of its origin. */
export const isRefusedByPython = (one: Seen): boolean => PYTHON_REFUSAL.test(answerTo(one)?.body ?? '');

/** The code of a refusal over WebSocket, which is the bare message. The message of code 4 may be the app's own, or empty. */
export function codeOfMessage(message: string): number {
  const code = ERROR_MESSAGES.indexOf(message);
  return code === -1 ? 4 : code;
}

/** The messages of engine.io 1 to 6, by their codes. */
const ERROR_MESSAGES: readonly (string | undefined)[] = [
  'Transport unknown',
  'Session ID unknown',
  'Bad handshake method',
  'Bad request',
  'Forbidden',
  'Unsupported protocol version',
];

/** The session that a polling handshake opened. */
export const openedBy = (one: Seen): OpenPacket | null => readPollingOpen(answerTo(one)?.body ?? '');

/** The code with which Engine.IO refused a request, if it did. */
export const codeOf = (one: Seen): number | undefined => readEngineError(answerTo(one)?.body ?? '')?.code;

/** Whether Engine.IO does not know the session; over WebSocket it only sends the message. */
export const isSessionUnknown = (one: Seen): boolean =>
  codeOf(one) === 1 || answerTo(one)?.body === 'Session ID unknown';

/** Whether an Engine.IO server would send this body: a session, or a refusal. */
export const isEngineIo = (body: string): boolean =>
  (readPollingOpen(body) ?? readEngineError(body)) !== null;

/** Whether Engine.IO opened a session, or refused one. */
export const speaksEngineIo = (one: Seen): boolean => isEngineIo(answerTo(one)?.body ?? '');

/** Whether Engine.IO answered a request: its `ok` answers a POST. */
export const isEngineAnswer = (one: Seen): boolean => speaksEngineIo(one) || answerTo(one)?.body === 'ok';

/** Closes a session, so that the POST which tests it leaves none open. */
export const closePayload = (eio: Eio): string => (eio === 3 ? '1:1' : '1');

/** A packet that servers ignore. */
export const noopPayload = (eio: Eio): string => (eio === 3 ? '1:6' : '6');

function readOpen(packet: string, eio: Eio | undefined): OpenPacket | null {
  if (!packet.startsWith('0{')) return null;
  // Protocol 3 may add further packets; the open packet has no nested objects.
  const data = parseJson(packet.slice(1, packet.indexOf('}') + 1));
  if (!isRecord(data) || typeof data.sid !== 'string' || data.sid.length > MAX_SID) return null;
  const upgrades = Array.isArray(data.upgrades) ? data.upgrades : [];
  const pingInterval = typeof data.pingInterval === 'number' ? data.pingInterval : undefined;
  return { sid: data.sid, eio, upgrades, pingInterval, hasMaxPayload: 'maxPayload' in data };
}

/** Engine.IO's own have 20 characters; a far longer one would make a URL too long to send. */
const MAX_SID = 512;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
