import { brotliDecompressSync, constants, inflateSync, unzipSync } from 'node:zlib';
import { getHeader } from './fetch-standard/header-list.js';
import type { HeaderList } from './observation.js';

/** A small answer can be made to swell; past this it is left as it came. */
const MOST_BYTES = 1024 * 1024;

/**
 * Undoes `Content-Encoding`, for servers and proxies that compress though nobody asked them to, as browsers do.
 * What cannot be decoded stays as it came.
 *
 * @param body the beginning of a body, one character a byte
 */
export function decodeBody(body: string, headers: HeaderList): string {
  const decode = DECODERS[(getHeader(headers, 'content-encoding') ?? '').trim().toLowerCase()];
  if (decode === undefined || body === '') return body;
  try {
    return decode(Buffer.from(body, 'latin1')).toString('latin1');
  } catch {
    return body;
  }
}

// A body that was cut is decoded as far as it goes.
const zlib = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES };
const unzip = (bytes: Buffer): Buffer => unzipSync(bytes, zlib);

/** https://fetch.spec.whatwg.org/#handle-content-codings */
const DECODERS: Readonly<Record<string, ((bytes: Buffer) => Buffer) | undefined>> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: (bytes) => inflateSync(bytes, zlib),
  br: (bytes) =>
    brotliDecompressSync(bytes, {
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
      maxOutputLength: MOST_BYTES,
    }),
};
