import type { Era, Semantics } from '../origins/policy.js';

/** How an origin has to be written for a release to match it, for use in a remedy. */
export function exampleEntry(era: Era, semantics: Semantics): string {
  if (semantics === 'documented') return 'https://example.com:443';
  return {
    'host-port': 'example.com:443',
    'scheme-host-port': 'https://example.com:443',
    exact: 'https://example.com',
  }[era];
}
