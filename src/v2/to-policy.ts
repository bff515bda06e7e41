import type { Warn } from '../messages/warn.js';
import type { Policy } from '../origins/policy.js';
import { eraOf } from './era.js';
import { readHandshake } from './handshake.js';
import { readPreflight } from './preflight.js';
import type { ParsedSettings } from './settings.js';

/** What the settings meant to the release that the app ran on. */
export function toPolicy(settings: ParsedSettings, warn: Warn): Policy {
  const { from, to, semantics, missingOrigin, range } = settings;
  const era = eraOf(from);
  if (range !== undefined) {
    warn(
      'FROM_RANGE_IS_AMBIGUOUS',
      { from, range: range.text, others: range.others },
      `from: "${range.text}"`,
    );
  }
  return frozen({
    from,
    to,
    era,
    semantics,
    missingOrigin,
    handshake: readHandshake(settings, era, warn),
    preflight: readPreflight(settings, warn),
  });
}

/** A policy is data: whoever prints it cannot change what a running server decides. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
