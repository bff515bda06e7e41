import type { HeaderList } from '../observation.js';
import { getHeader } from './header-list.js';

/** Whether a browser runs the response as a script on a page of another site. */
export function runsAsScript(headers: HeaderList): boolean {
  const type = getHeader(headers, 'content-type') ?? '';
  // https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
  if (/^same-(?:origin|site)$/.test(getHeader(headers, 'cross-origin-resource-policy') ?? '')) return false;
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
  if (/^\s*(?:audio\/|image\/|video\/|text\/csv)/i.test(type)) return false;
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
  const isNosniff = /^\s*nosniff\s*(?:,|$)/i.test(getHeader(headers, 'x-content-type-options') ?? '');
  return !isNosniff || /javascript|ecmascript/i.test(type);
}
