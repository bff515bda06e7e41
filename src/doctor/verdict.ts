import type { PreflightFailure } from './fetch-standard/cors-preflight.js';

/** Why a page does not get in: a failure that the browsers name, or one that comes before or after CORS. */
export type BlockReason =
  | PreflightFailure
  | { readonly reason: 'CORSDidNotSucceed'; readonly code: string }
  | { readonly reason: 'MIXED_CONTENT' }
  /** The server's own check (`origins`, `allowRequest`) said no. */
  | { readonly reason: 'HANDSHAKE_REFUSED' }
  /** Engine.IO said no for another reason. */
  | { readonly reason: 'REQUEST_REFUSED' }
  | { readonly reason: 'TRANSPORT_DISABLED' }
  | { readonly reason: 'PROTOCOL_NOT_SPOKEN' }
  | { readonly reason: 'SESSION_UNKNOWN' }
  /** There is no session to post into, because the handshake gave none. */
  | { readonly reason: 'NO_SESSION' }
  | { readonly reason: 'NOT_SOCKET_IO' }
  /** The handshake came back as something else than a WebSocket, though an Engine.IO server is behind it. */
  | { readonly reason: 'WEBSOCKET_NOT_PASSED_ON' }
  | { readonly reason: 'WEBSOCKET_FAILED' };

/** What a browser makes of an answer. */
export type Verdict = { readonly verdict: 'allowed' } | ({ readonly verdict: 'blocked' } & BlockReason);

export const allowed: Verdict = { verdict: 'allowed' };

export const blocked = (reason: BlockReason): Verdict => ({ verdict: 'blocked', ...reason });
