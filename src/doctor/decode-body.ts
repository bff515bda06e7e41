import { brotliDecompressSync, constants, inflateSync, unzipSync } from 'node:zlib';
import { getHeader } from './fetch-standard/header-list.js';
import type { HeaderList } from './observation.js';

/** A small answer can be made to swell; past this it is left as it came. */
const MOST_BYTES = 1024 * 1024;

/**
 * Undoes `Content-Encoding`, for servers and proxies that compress though nobody asked them to, as browsers do.
 * A coding that nobody knows ends it.
 *
 * @param body the beginning of a body, one character a byte
 * @returns undefined where the body is not what the header says, so that browsers fail
 */
export function decodeBody(body: string, headers: HeaderList): string | undefined {
  const codings = (getHeader(headers, 'content-encoding') ?? '').toLowerCase().split(',');
  // Listed in the order applied: https://www.rfc-editor.org/rfc/rfc9110#section-8.4
  const decoders = codings.reverse().map((coding) => DECODERS[coding.trim()]);
  if (body === '' || decoders.includes(undefined)) return body;
  let bytes: Buffer = Buffer.from(body, 'latin1');
  try {
    for (const decode of decoders) bytes = decode?.(bytes) ?? bytes;
    return bytes.toString('latin1');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? body : undefined;
  }
}

// A body that was cut is decoded as far as it goes.
const zlib = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES };
const unzip = (bytes: Buffer): Buffer => unzipSync(bytes, zlib);

/** https://fetch.spec.whatwg.org/#handle-content-codings */
const DECODERS: Readonly<Record<string, ((bytes: Buffer) => Buffer) | undefined>> = {
  '': (bytes) => bytes,
  identity: (bytes) => bytes,
  gzip: unzip,
  'x-gzip': unzip,
  deflate: (bytes) => inflateSync(bytes, zlib),
  br: (bytes) =>
    brotliDecompressSync(bytes, {
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
      maxOutputLength: MOST_BYTES,
    }),
};
