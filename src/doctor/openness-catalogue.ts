import { entry } from './catalogue-entry.js';
import { guard } from './remedy-settings.js';

type None = Record<never, never>;

/** Who asked, as an example of anybody. */
export interface Stranger {
  readonly origin: string;
}

/** What the doctor says of doors that stand open, where nothing is blocked. */
export const opennessCatalogue = {
  WEBSOCKET_OPEN_TO_ANY_ORIGIN: entry<Stranger>('danger', {
    message: ({ origin }) =>
      `A WebSocket opens for any page (seen for ${origin}). cors only guards what browsers may read over HTTP; WebSockets are not subject to it. Any site can connect in its visitors' names (cross-site WebSocket hijacking).`,
    remedy: () => `Check the origin of every handshake as well: ${guard}`,
    remedyV2: () =>
      "Use v2's origins, which guards both, or have your allowRequest check the Origin of both.",
  }),
  FOREIGN_ORIGIN_WITH_CREDENTIALS: entry<Stranger>('danger', {
    message: ({ origin }) =>
      `Any page (seen for ${origin}) opens sessions with its visitors' cookies and reads the answers: its origin is reflected, with Access-Control-Allow-Credentials: true.`,
    remedy: () =>
      'Name your own origins: cors: { origin: ["https://example.com"], credentials: true }, and check them in allowRequest.',
    remedyV2: () =>
      'Name your own origins, which v2 wants with the port: origins: ["https://example.com:443"]',
  }),
  NULL_ORIGIN_WITH_CREDENTIALS: entry<None>('danger', {
    message: () =>
      'Pages with the origin "null" open sessions with credentials. Any site can make one: a sandboxed frame, a data: URL.',
    remedy: () =>
      'Take "null" out of cors.origin and allowRequest; give apps that run from files an origin of their own scheme.',
    remedyV2: () => 'Take out of origins what matches null: *:*, *:80, null:80, null:*',
  }),
  JSONP_OPEN: entry<Stranger>('danger', {
    message: ({ origin }) =>
      `A script of any page (seen for ${origin === 'null' ? 'a page that sends no Referer' : origin}) opens a session and reads it by JSONP (j=0), though polling is kept to some origins. CORS does not apply to scripts.`,
    remedy: () => `Check the Referer where there is no Origin, and refuse where there is neither: ${guard}`,
    remedyV2: () => "Use v2's origins, which falls back to the Referer and refuses where there is none.",
  }),
  ANY_ORIGIN_ADMITTED: entry<Stranger>('warning', {
    message: ({ origin }) =>
      `Any page (seen for ${origin}) may open sessions and read them over polling, without cookies. WebSocket and JSONP carry cookies nevertheless.`,
    remedy: () =>
      'Nothing, if it is public and knows no cookies. Else name your origins in cors.origin and check them in allowRequest.',
    remedyV2: () =>
      'Nothing, if it is public and knows no cookies. Else name your origins, with the port: origins: ["https://example.com:443"]',
  }),
  MISSING_VARY_ORIGIN: entry<None>('warning', {
    message: () =>
      'Access-Control-Allow-Origin depends on who asks, but the answer says neither Vary: Origin nor Cache-Control: no-store: a cache in between may give one page the answer meant for another.',
    remedy: () =>
      'Let cors.origin be an array or a function (the cors package adds Vary: Origin), and no proxy take Vary away.',
    remedyV2: () =>
      'v2 never sends it. Let no cache or CDN keep answers under /socket.io/, or have the proxy add Vary: Origin.',
  }),
} as const;
