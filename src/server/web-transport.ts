/** The part of an engine that takes WebTransport sessions, from Engine.IO 6.5 on. */
interface WebTransportEngine {
  onWebTransportSession?: (session: { close(): unknown }) => Promise<unknown>;
}

/**
 * Closes WebTransport sessions: they carry no request whose origin could be checked, and v2 knew none. Engine.IO
 * closes them itself from 6.6.7 on, wherever `cors` is set.
 */
export function closeWebTransportSessions(engine: WebTransportEngine): void {
  if (engine.onWebTransportSession === undefined) return;
  engine.onWebTransportSession = async (session) => session.close();
}
