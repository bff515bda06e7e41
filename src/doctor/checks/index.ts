import { anyOriginAdmitted } from './any-origin-admitted.js';
import type { Check } from './check.js';
import { failingRequests } from './failing-requests.js';
import { foreignWithCredentials } from './foreign-with-credentials.js';
import { handshakeRefused } from './handshake-refused.js';
import { jsonpOpen } from './jsonp-open.js';
import { missingVary } from './missing-vary.js';
import { nullWithCredentials } from './null-with-credentials.js';
import { protocolsSpoken } from './protocols-spoken.js';
import { reachable } from './reachable.js';
import { redirected } from './redirected.js';
import { somethingElse } from './something-else.js';
import { transportDisabled } from './transport-disabled.js';
import { websocketOpen } from './websocket-open.js';
import { wrongPath } from './wrong-path.js';

/** Every check; each says nothing where it does not apply. */
export const checks: readonly Check[] = [
  reachable,
  wrongPath,
  somethingElse,
  protocolsSpoken,
  handshakeRefused,
  redirected,
  failingRequests,
  transportDisabled,
  websocketOpen,
  foreignWithCredentials,
  nullWithCredentials,
  jsonpOpen,
  anyOriginAdmitted,
  missingVary,
];
