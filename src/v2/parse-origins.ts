import { accept } from './accept.js';
import { describe } from './describe.js';
import { originsSchema } from './schema.js';
import type { LegacyCorsSettings, LegacyOrigins, ParsedOrigins } from './settings.js';

/**
 * Parses `origins` and the calls that replaced it, alone.
 *
 * @throws LegacySettingsError that lists every value no v2 server accepted
 */
export function parseOrigins(settings: Pick<LegacyCorsSettings, 'origins' | 'originsCalls'>): ParsedOrigins {
  accept(['settings', settings, originsSchema()]);
  return originsInForce(settings);
}

/** The last call wins over earlier calls and over the option, which only counts where it is truthy. */
export function originsInForce(settings: LegacyCorsSettings): ParsedOrigins {
  const { origins, originsCalls = [] } = settings;
  const written = [
    ...(origins ? [{ subject: 'origins', value: origins }] : []),
    ...originsCalls.map((value, index) => ({ subject: `originsCalls[${index}]`, value: value as Truthy })),
  ];
  const inForce = written.pop();
  return {
    origins: inForce,
    replaced: written.map(({ subject }) => subject),
    hint: hintAt(settings),
  };
}

type Truthy = Exclude<LegacyOrigins, false | 0 | null | undefined>;

/** People misspell it, and leave it to variables that are not set. */
function hintAt(settings: LegacyCorsSettings): string {
  if ('origins' in settings)
    return ` origins was given as ${describe(settings.origins)}: is a variable unset?`;
  const nearly = Object.keys(settings).find((key) => /^(?:allowed)?_?origins?$/i.test(key));
  return nearly === undefined ? '' : ` "${nearly}" is no setting of Socket.IO; did you mean origins?`;
}
