import { settingsProblems } from '../messages/settings-problems.js';
import type { AllowRequest } from '../origins/policy.js';
import { describe } from '../v2/describe.js';
import { LegacySettingsError } from '../v2/legacy-settings-error.js';

/** What Engine.IO 3 kept at the server itself and looked at for each request, and Engine.IO 6 keeps in `opts`. */
const PROPERTIES = [
  'allowUpgrades',
  'httpCompression',
  'maxHttpBufferSize',
  'perMessageDeflate',
  'pingInterval',
  'pingTimeout',
  'transports',
  'upgradeTimeout',
] as const;

const admitEveryone: AllowRequest = (_request, callback) => callback(null, true);

/** How the engine's `allowRequest` is read and replaced. */
export interface AllowRequestProperty {
  get(): AllowRequest;
  set(check: AllowRequest): void;
}

/** An engine of Engine.IO 6, to be spoken to as one of Engine.IO 3. */
export interface LegacyEngine {
  readonly opts: object;
}

/**
 * Gives an engine the properties that v2 programs assigned, as `io.eio.transports = ['websocket']`: without them the
 * assignment would do nothing, and let in what it was to keep out.
 *
 * @see Engine.IO 3.6.2, lib/server.js, `Server`
 */
export function giveLegacyProperties(engine: LegacyEngine, allowRequest: AllowRequestProperty): void {
  const property = (name: string, get: () => unknown, set: (value: unknown) => void) =>
    Object.defineProperty(engine, name, { configurable: true, get, set });
  for (const name of PROPERTIES) {
    property(
      name,
      () => Reflect.get(engine.opts, name),
      (value) => Reflect.set(engine.opts, name, value),
    );
  }
  property('allowRequest', allowRequest.get, (value) => {
    // v2 took a falsy check for none.
    const check = value || admitEveryone;
    if (typeof check !== 'function') {
      const message = settingsProblems.allowRequest(describe(value));
      throw new LegacySettingsError([{ path: 'io.engine.allowRequest', message }]);
    }
    allowRequest.set(check as AllowRequest);
  });
}
