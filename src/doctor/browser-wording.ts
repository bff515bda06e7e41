import { parseUrl } from './parse-url.js';

/** What browsers name when they complain. */
export interface Complaint {
  readonly url: string;
  readonly origin: string;
  readonly isPreflight: boolean;
}

/** As in the `security.properties` of Firefox 153 ESR, which a test quotes; a later release may word it otherwise. */
export function firefoxSays({ url }: Complaint, reason: string, status?: number): string {
  const code = status === undefined ? '' : ` Status code: ${status === 0 ? '(null)' : status}.`;
  return `Firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reason}).${code}`;
}

/** As in Chromium's `cors_error_string.cc`; Chrome, Edge and Opera print the same. */
export function chromeSays({ url, origin, isPreflight }: Complaint, sentence: string): string {
  const prefix = isPreflight ? "Response to preflight request doesn't pass access control check: " : '';
  return `Chrome: Access to XMLHttpRequest at '${url}' from origin '${origin}' has been blocked by CORS policy: ${prefix}${sentence}`;
}

/** Chromium tells a value that is no URL at all from one that is another origin. */
export function chromeSaysOfMismatch(value: string): string {
  const isUrl = value === 'null' || (/^[\x20-\x7e]*$/.test(value) && parseUrl(value) !== undefined);
  return isUrl
    ? `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.`
    : `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.`;
}
