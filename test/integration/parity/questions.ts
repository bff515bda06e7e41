import type { Configuration } from './configurations.js';
import type { LegacyRelease } from './releases.js';
import { isTelling, type Request, requestsFor } from './requests.js';

/** One handshake to send. */
export interface HandshakeQuestion {
  readonly request: Request;
  readonly kind: 'polling' | 'websocket' | 'jsonp';
  /** Whether it belongs to the small selection that every server gets. */
  readonly telling: boolean;
}

/** How many are sent: all to 2.5, those that browsers send to one release of each other era, the small selection to the rest. */
const DEPTH: Readonly<Record<LegacyRelease, 'all' | 'browsers' | 'telling'>> = {
  '1.4': 'telling',
  '2.0': 'browsers',
  '2.1': 'telling',
  '2.3': 'telling',
  '2.4.0': 'browsers',
  '2.5': 'all',
};

/** The handshakes for a configuration: each request over polling, the small selection over WebSocket too. */
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
