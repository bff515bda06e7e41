import type { Complaint } from './browser-wording.js';

/** Pages that do not get in. */
export interface Blocked extends Complaint {
  /** `https://example.com (polling GET, preflight)` */
  readonly pages: string;
  readonly status: number;
  /** As array literals: `["https://example.com"]`, and with the ports that v2 compares. */
  readonly list: string;
  readonly listV2: string;
  /** The headers that the client adds, as an array literal and as a header value. */
  readonly headers: string;
  readonly headersV2: string;
}

/** The option of v3 and v4. */
export const v4Cors = ({ list }: Blocked) => `cors: { origin: ${list}, credentials: true }`;

/** The option of v2, which counts for preflights only. */
export const v2Handler = ({ origin, headersV2 }: Blocked) =>
  `handlePreflightRequest: (req, res) => { res.writeHead(200, { "Access-Control-Allow-Origin": "${origin}", "Access-Control-Allow-Methods": "GET,POST", "Access-Control-Allow-Headers": "${headersV2}", "Access-Control-Allow-Credentials": true }); res.end(); }`;
/** A Referer is an origin followed by a slash; the one is sent where the other is not. */
export const guard =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code for the reader
  'allowRequest: ({ headers: { origin, referer } }, callback) => callback(null, allowedOrigins.some((allowed) => `${origin || referer}/`.startsWith(`${allowed}/`)))';
