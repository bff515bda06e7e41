/** What a server sent over a WebSocket so far. */
export interface FramesRead {
  /** Whole text messages. */
  readonly messages: readonly string[];
  /** Whether the server said good-bye, or sent what no browser takes for a frame. */
  readonly ended: boolean;
}

/** The first packet of Engine.IO has about 120 bytes; a message past this length is not awaited. */
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
    if (frame === 'incomplete') return { messages, ended: false };
    if (frame === 'invalid' || frame.opcode === CLOSE) return { messages, ended: true };
    at = frame.end;
    if (frame.opcode > CLOSE) continue;
    // A message begins where none is open, and goes on where one is.
    if ((frame.opcode === CONTINUATION) !== (fragments !== undefined)) return { messages, ended: true };
    if (frame.opcode !== CONTINUATION) isText = frame.opcode === TEXT;
    fragments = [...(fragments ?? []), frame.payload];
    if (!frame.isFinal) continue;
    if (isText) messages.push(Buffer.concat(fragments).toString('utf8'));
    fragments = undefined;
  }
}

interface Frame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  readonly end: number;
}

function readFrame(bytes: Buffer, at: number): Frame | 'incomplete' | 'invalid' {
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
  if (length > LONGEST_MESSAGE) return 'invalid';
  const end = start + length;
  return bytes.length < end ? 'incomplete' : { isFinal, opcode, payload: bytes.subarray(start, end), end };
}

const readLength = (bytes: Buffer, at: number, size: 2 | 8): number =>
  size === 2 ? bytes.readUInt16BE(at) : Number(bytes.readBigUInt64BE(at));

const isKnown = (opcode: number): boolean => opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);

/** A close frame as clients send it: masked, without a code. */
export const CLOSE_FRAME = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);
