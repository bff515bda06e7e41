/** What a server sent over a WebSocket so far. */
export interface FramesRead {
  /** Whole text messages. */
  readonly messages: readonly string[];
  /** Whether the server said good-bye, or sent what no browser takes for a frame. */
  readonly ended: boolean;
  /** Whether a message came that is too long to be read; what stands behind it is not looked at. */
  readonly isTooLong: boolean;
}

/** The first packet of Engine.IO has about 120 bytes; what an app sends behind it may be of any length. */
const LONGEST_MESSAGE = 64 * 1024;

const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PONG = 0xa;

/** Reads all whole messages in the bytes that a server sent after its handshake (RFC 6455, 5.2). */
export function readFrames(bytes: Buffer): FramesRead {
  const messages: string[] = [];
  let fragments: Buffer[] | undefined;
  let isText = false;
  for (let at = 0; ; ) {
    const frame = readFrame(bytes, at);
    const isTooLong = frame === 'too long';
    if (frame === 'incomplete' || isTooLong) return { messages, ended: false, isTooLong };
    if (frame === 'invalid' || frame.opcode === CLOSE) return { messages, ended: true, isTooLong };
    at = frame.end;
    if (frame.opcode > CLOSE) continue;
    // A message begins where none is open, and goes on where one is.
    if ((frame.opcode === CONTINUATION) !== (fragments !== undefined))
      return { messages, ended: true, isTooLong };
    if (frame.opcode !== CONTINUATION) isText = frame.opcode === TEXT;
    fragments = [...(fragments ?? []), frame.payload];
    if (!frame.isFinal) continue;
    const text = isText ? readText(Buffer.concat(fragments)) : undefined;
    // A browser fails the connection over text that is none (8.1).
    if (isText && text === undefined) return { messages, ended: true, isTooLong };
    if (text !== undefined) messages.push(text);
    fragments = undefined;
  }
}

function readText(payload: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return undefined;
  }
}

interface Frame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  readonly end: number;
}

function readFrame(bytes: Buffer, at: number): Frame | 'incomplete' | 'invalid' | 'too long' {
  if (bytes.length < at + 2) return 'incomplete';
  const first = bytes.readUInt8(at);
  const second = bytes.readUInt8(at + 1);
  const opcode = first & 0x0f;
  const isFinal = (first & 0x80) !== 0;
  // No extension was agreed on, so the reserved bits are zero; a server does not mask.
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0 || !isKnown(opcode)) return 'invalid';
  const short = second & 0x7f;
  // Control frames are short and whole (5.5).
  if (opcode >= CLOSE && (short > 125 || !isFinal)) return 'invalid';
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const start = at + 2 + lengthBytes;
  if (bytes.length < start) return 'incomplete';
  const length = lengthBytes === 0 ? short : readLength(bytes, at + 2, lengthBytes);
  // The shortest form has to be taken (5.2).
  if ((short === 126 && length < 126) || (short === 127 && length < 65_536)) return 'invalid';
  if (length > LONGEST_MESSAGE) return 'too long';
  const end = start + length;
  return bytes.length < end ? 'incomplete' : { isFinal, opcode, payload: bytes.subarray(start, end), end };
}

const readLength = (bytes: Buffer, at: number, size: 2 | 8): number =>
  size === 2 ? bytes.readUInt16BE(at) : Number(bytes.readBigUInt64BE(at));

const isKnown = (opcode: number): boolean => opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);

/** A close frame as clients send it: masked, without a code. */
export const CLOSE_FRAME = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);
