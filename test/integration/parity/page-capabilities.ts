import { ask } from './ask.js';
import { mayRead, maySend, type PageRequest } from './browser.js';
import { mapLimited } from './map-limited.js';
import type { RunningServer } from './servers.js';

/** What a page of some origin can do with a server, as its browser sees it. */
export interface PageCapabilities {
  /** Whether a polling handshake was admitted, and may be read: with credentials, without. */
  readonly admitted: boolean;
  readonly readsWithCredentials: boolean;
  readonly readsWithoutCredentials: boolean;
  /** By a description of the request: whether its preflight lets it be sent. */
  readonly sends: ReadonlyMap<string, boolean>;
}

/** The preflighted requests that a Socket.IO client may make a page send. */
const PREFLIGHTED = [
  { method: 'GET', headerNames: ['my-custom-header'] },
  { method: 'GET', headerNames: ['authorization'] },
  { method: 'GET', headerNames: ['my-custom-header', 'authorization'] },
  { method: 'POST', headerNames: ['content-type'] },
  { method: 'POST', headerNames: ['content-type', 'my-custom-header'] },
  { method: 'PUT', headerNames: [] },
  { method: 'DELETE', headerNames: ['my-custom-header'] },
] as const;

function describePageRequest({ method, headerNames, credentials }: PageRequest): string {
  const headers = headerNames.length === 0 ? 'no headers' : headerNames.join('+');
  return `${method} with ${headers}, ${credentials ? 'credentials' : 'no credentials'}`;
}

/** How the preflights are to be asked. */
export interface PreflightAsking {
  /** Ask for the requests of this session, instead of for a handshake. */
  readonly sid?: string;
  /** Ask none: it would end the server, or hang. */
  readonly without?: boolean;
  /** How long to wait for an answer that may never come. */
  readonly timeoutMs?: number;
}

/** Finds out what a page of `origin` can do with a real server. */
export async function capabilitiesOf(
  server: RunningServer,
  eio: 3 | 4,
  origin: string,
  { sid, without = false, timeoutMs = 3000 }: PreflightAsking = {},
): Promise<PageCapabilities> {
  const handshake = await ask(server, { kind: 'polling', eio, origin });
  const session = sid === undefined ? {} : { sid };
  const sends = await mapLimited(PREFLIGHTED, 8, async ({ method, headerNames }) => {
    const preflight = {
      kind: 'preflight',
      eio,
      origin,
      method,
      headerNames,
      timeoutMs,
      ...session,
    } as const;
    const answer = without ? undefined : await ask(server, preflight);
    return [true, false].map((credentials) => {
      const page = { method, headerNames, origin, credentials };
      return [describePageRequest(page), answer !== undefined && maySend(answer, page)] as const;
    });
  });
  return {
    admitted: handshake.admitted,
    readsWithCredentials: mayRead(handshake, origin, true),
    readsWithoutCredentials: mayRead(handshake, origin, false),
    sends: new Map(sends.flat()),
  };
}
