import type { RequestKind } from './observation.js';

/** What people call the requests. */
export const REQUEST_NAMES: Readonly<Record<RequestKind, string>> = {
  'polling-get': 'polling GET',
  'polling-post': 'polling POST',
  preflight: 'preflight',
  websocket: 'WebSocket',
  jsonp: 'JSONP',
};
