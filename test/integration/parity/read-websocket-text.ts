import type { Duplex } from 'node:stream';

const TEXT = 0x81; // FIN + opcode 1 (RFC 6455, 5.2); a server never masks, and no extension was offered

/**
 * The first text message on a connection that was just upgraded; `''` if the connection ends or another frame comes first.
 *
 * A few lines instead of `ws`, which this package does not depend on.
 */
export function readWebSocketText(socket: Duplex, head: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let received = head;
    const done = (text: string) => {
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      resolve(text);
    };
    const read = () => {
      const text = firstText(received);
      if (text !== undefined) done(text);
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      read();
    });
    socket.on('error', () => done(''));
    socket.on('close', () => done(''));
    socket.on('end', () => done(''));
    read();
  });
}

/** `undefined` while the frame is incomplete. The open packet of Engine.IO is far shorter than 64 KiB. */
function firstText(frame: Buffer): string | undefined {
  if (frame.length < 2) return undefined;
  const short = (frame[1] as number) & 0x7f;
  if (frame[0] !== TEXT || short === 127) return '';
  const start = short === 126 ? 4 : 2;
  if (frame.length < start) return undefined;
  const length = short === 126 ? frame.readUInt16BE(2) : short;
  return frame.length < start + length ? undefined : frame.toString('utf8', start, start + length);
}
