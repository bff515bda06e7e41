import type { Era } from '../origins/policy.js';

/**
 * Tells which check a release made of a handshake's origin.
 *
 * @param release a release from 1.4.0 up to, but not including, 3.0.0
 * @example eraOf('2.5.1') // 'scheme-host-port'
 */
export function eraOf(release: string): Era {
  // 2.4.0 tightened the check, 2.4.1 reverted it: `>=2.4` would be wrong.
  if (release === '2.4.0') return 'exact';
  // Told by its first digits: semver would be loaded for this alone.
  return release.startsWith('1.') || release.startsWith('2.0.') ? 'host-port' : 'scheme-host-port';
}

/** Whether Engine.IO knew `handlePreflightRequest`: from 3.1 on, which came with Socket.IO 2.0. */
export function knowsPreflightHandlers(release: string): boolean {
  return release.startsWith('2.');
}
