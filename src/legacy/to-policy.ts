import type { Policy } from '../policy/policy.js';
import type { Warn } from '../warnings/warn.js';
import { eraOf } from './era.js';
import { readHandshake } from './handshake.js';
import { readPreflight } from './preflight.js';
import type { ParsedSettings } from './settings.js';

/** What the settings meant to the release that the app ran on. */
export function toPolicy(settings: ParsedSettings, warn: Warn): Policy {
  const { from, to, semantics, missingOrigin } = settings;
  const era = eraOf(from);
  return {
    from,
    to,
    era,
    semantics,
    missingOrigin,
    handshake: readHandshake(settings, era, warn),
    preflight: readPreflight(settings, warn),
  };
}
