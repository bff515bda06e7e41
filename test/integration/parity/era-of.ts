import type { LegacyRelease } from './releases.js';

/** How a v2 release compares origins: V2-FACTS, "The origin check of v2". */
export type Era = 'host-port' | 'scheme-host-port' | 'exact';

export function eraOf(release: LegacyRelease): Era {
  if (release === '2.4.0') return 'exact';
  return release === '1.4' || release === '2.0' ? 'host-port' : 'scheme-host-port';
}
