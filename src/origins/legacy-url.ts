/**
 * Node's `url.parse`, which v2 read origins with. It is the only builtin of Node that the codemod needs, so a build for
 * browsers replaces this file with `legacy-url.browser.ts`.
 */
export { parse as parseUrl } from 'node:url';
