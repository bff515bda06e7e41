import { accept } from './accept.js';
import { optionsInForce } from './parse-options.js';
import { originsInForce } from './parse-origins.js';
import { optionsSchema, settingsSchema } from './schema.js';
import type { LegacyCorsSettings, ParsedSettings, TranslateOptions } from './settings.js';

const CONSUMED = new Set(['origins', 'originsCalls', 'handlePreflightRequest', 'allowRequest', 'cors']);

/**
 * Parses what people wrote into a model that cannot be wrong. The input is not changed.
 *
 * @param settings the options object that was given to Socket.IO v2; undefined means none
 * @param options how to translate
 * @param installed tells the release of socket.io that stands beside this package, if any
 * @throws LegacySettingsError that lists every setting no v2 server accepted
 */
export function parseSettings(
  settings: LegacyCorsSettings | undefined,
  options: TranslateOptions | undefined,
  installed: () => string | undefined,
): ParsedSettings {
  const legacy: LegacyCorsSettings = settings ?? {};
  const how = options ?? {};
  accept(['settings', legacy, settingsSchema()], ['options', how, optionsSchema()]);
  const { handlePreflightRequest, allowRequest } = legacy;
  return {
    ...optionsInForce(how, installed),
    ...originsInForce(legacy),
    handlePreflightRequest:
      typeof handlePreflightRequest === 'function' || handlePreflightRequest === false
        ? handlePreflightRequest
        : undefined,
    allowRequest: allowRequest || undefined,
    otherOptions: otherOptions(legacy),
  };
}

/** v2 read its options through the prototype chain, as `config` objects have one. */
function otherOptions(settings: LegacyCorsSettings): Record<string, unknown> {
  const others: Record<string, unknown> = Object.create(null);
  for (const key in settings) {
    if (!CONSUMED.has(key) && key !== '__proto__') others[key] = (settings as Record<string, unknown>)[key];
  }
  return others;
}
