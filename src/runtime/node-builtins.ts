import { createRequire } from 'node:module';

/** Node's HTTP module, loaded when it is first needed: it would be a quarter of what importing this package costs. */
export function nodeHttp(): typeof import('node:http') {
  return createRequire(import.meta.url)('node:http');
}

/** Node's streams, loaded when they are first needed. */
export function nodeStream(): typeof import('node:stream') {
  return createRequire(import.meta.url)('node:stream');
}
