import type { ServerOptions } from 'socket.io';
import type { AttachmentCheck } from './attachment-check.js';
import type { LegacyEngine } from './legacy-engine.js';
import { closeWebTransportSessions } from './web-transport.js';
import { withOptions } from './with-options.js';

/** A server of v4, which has an engine once it is attached. */
interface AttachableServer {
  readonly engine: LegacyEngine & Parameters<typeof closeWebTransportSessions>[0];
}

/**
 * Attaches a server with a check of its handshakes: those of polling and WebSocket are asked about, and what no check
 * is asked about, a WebTransport session, is closed.
 *
 * @param options for this attachment alone; the check's own win
 */
export function attachChecked(
  server: AttachableServer,
  attach: () => void,
  options: Partial<ServerOptions>,
  check: AttachmentCheck,
): void {
  withOptions(server, { ...options, ...check.options }, attach);
  check.attachedTo(server.engine);
  closeWebTransportSessions(server.engine);
}
