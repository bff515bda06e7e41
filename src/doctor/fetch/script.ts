import type { HeaderList } from '../observation.js';
import { getHeader, isToken } from './header-list.js';

/** Whether a browser runs the response as a script on a page of another site. */
export function runsAsScript(headers: HeaderList): boolean {
  // https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
  if (/^same-(?:origin|site)$/.test(getHeader(headers, 'cross-origin-resource-policy') ?? '')) return false;
  const type = essenceOf(getHeader(headers, 'content-type') ?? '');
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
  if (/^(?:audio|image|video)\/|^text\/csv$/.test(type)) return false;
  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
  return !isNosniff(headers) || JAVASCRIPT.test(type);
}

/** The first value counts; only tabs and spaces around it are ignored: https://fetch.spec.whatwg.org/#determine-nosniff */
const isNosniff = (headers: HeaderList): boolean =>
  /^[\t ]*nosniff[\t ]*(?:,|$)/i.test(getHeader(headers, 'x-content-type-options') ?? '');

/**
 * `type/subtype` without parameters, in lower case; empty if it is none. Several values count as the last one that can
 * be parsed: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
 */
function essenceOf(value: string): string {
  const essences = value
    .split(',')
    .map((one) => (one.split(';', 1)[0] as string).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '').toLowerCase())
    .filter((one) => one.split('/').length === 2 && one.split('/').every(isToken) && one !== '*/*');
  return essences.at(-1) ?? '';
}

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const JAVASCRIPT =
  /^(?:(?:application|text)\/(?:x-)?(?:ecma|java)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/;
