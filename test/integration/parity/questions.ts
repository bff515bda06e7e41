import type { Configuration } from './configurations.js';
import type { LegacyRelease } from './releases.js';
import { isTelling, type Request, requestsFor } from './requests.js';

/** One handshake to ask for. */
export interface HandshakeQuestion {
  readonly request: Request;
  readonly kind: 'polling' | 'websocket' | 'jsonp';
  /** Whether it belongs to the small selection that is asked of every server. */
  readonly telling: boolean;
}

/** How much is asked: everything where people are (2.5), all that browsers send in the other eras, else the telling. */
const DEPTH: Readonly<Record<LegacyRelease, 'all' | 'browsers' | 'telling'>> = {
  '1.4': 'telling',
  '2.0': 'browsers',
  '2.1': 'telling',
  '2.3': 'telling',
  '2.4.0': 'browsers',
  '2.5': 'all',
};

/** The handshakes that a configuration is judged by: each request by polling, the telling ones by WebSocket too. */
export function questionsFor({ settings }: Configuration, release: LegacyRelease): HandshakeQuestion[] {
  const depth = DEPTH[release];
  return requestsFor(settings).flatMap((request): HandshakeQuestion[] => {
    const telling = isTelling(request, settings);
    if (depth === 'telling' && !telling) return [];
    if (depth === 'browsers' && request.malformed) return [];
    const script = request.origin === undefined && request.referer !== undefined;
    return [
      { request, kind: 'polling', telling },
      ...(telling ? [{ request, kind: 'websocket', telling } as const] : []),
      ...(script ? [{ request, kind: 'jsonp', telling: false } as const] : []),
    ];
  });
}
