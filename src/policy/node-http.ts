import { createRequire } from 'node:module';

/** Node's HTTP module, loaded when it is first needed: it would be a quarter of what importing this package costs. */
export function nodeHttp(): typeof import('node:http') {
  return createRequire(import.meta.url)('node:http');
}
