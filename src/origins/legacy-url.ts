/**
 * Node's `url.parse`, which v2 read origins with. A build for browsers puts `legacy-url.browser.ts` in this file's
 * place: the one builtin of Node that the codemod needs.
 */
export { parse as parseUrl } from 'node:url';
