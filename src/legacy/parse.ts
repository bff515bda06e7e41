import satisfies from 'semver/functions/satisfies.js';
import { describe } from './describe.js';
import { eraOf } from './era.js';
import { LegacySettingsError } from './legacy-settings-error.js';
import { LEGACY_RELEASES, resolveRelease, TARGET_RELEASES } from './releases.js';
import { inputSchema } from './schema.js';
import type { LegacyCorsSettings, LegacyOrigins, ParsedSettings, TranslateOptions } from './settings.js';

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
  const result = inputSchema().safeParse({ settings: settings ?? {}, options: options ?? {} });
  if (!result.success) {
    throw new LegacySettingsError(
      result.error.issues.map(({ path, message }) => ({ path: pathText(path), message })),
    );
  }
  const legacy: LegacyCorsSettings = settings ?? {};
  const { from = '2.5.1', to, semantics = 'documented', missingOrigin = 'as-v2' } = options ?? {};
  const { handlePreflightRequest, allowRequest } = legacy;
  return {
    from: resolveRelease(from, LEGACY_RELEASES) as string,
    to: targetRelease(to, installed),
    semantics,
    missingOrigin,
    ...originsInForce(legacy),
    hint: hintAt(legacy),
    range: rangeOf(from),
    handlePreflightRequest:
      typeof handlePreflightRequest === 'function' || handlePreflightRequest === false
        ? handlePreflightRequest
        : undefined,
    allowRequest: allowRequest || undefined,
    otherOptions: otherOptions(legacy),
  };
}

/** The last call wins over earlier calls and over the option, which only counts where it is truthy. */
function originsInForce({ origins, originsCalls = [] }: LegacyCorsSettings) {
  const written = [
    ...(origins ? [{ subject: 'origins', value: origins }] : []),
    ...originsCalls.map((value, index) => ({ subject: `originsCalls[${index}]`, value: value as Truthy })),
  ];
  const inForce = written.pop();
  return { origins: inForce, replaced: written.map(({ subject }) => subject) };
}

/** People misspell it, and leave it to variables that are not set. */
function hintAt(settings: LegacyCorsSettings): string {
  if ('origins' in settings)
    return ` origins was given as ${describe(settings.origins)}: is a variable unset?`;
  const nearly = Object.keys(settings).find((key) => /^(?:allowed)?_?origins?$/i.test(key));
  return nearly === undefined ? '' : ` "${nearly}" is no setting of Socket.IO; did you mean origins?`;
}

function rangeOf(from: string): ParsedSettings['range'] {
  const newest = resolveRelease(from, LEGACY_RELEASES) as string;
  // A version admits itself alone.
  if (newest === from) return undefined;
  const others = LEGACY_RELEASES.published.filter(
    (release) => satisfies(release, from) && eraOf(release) !== eraOf(newest),
  );
  return others.length === 0 ? undefined : { text: from, others };
}

type Truthy = Exclude<LegacyOrigins, false | 0 | null | undefined>;

function targetRelease(to: string | undefined, installed: () => string | undefined): string {
  const newest = TARGET_RELEASES.published[TARGET_RELEASES.published.length - 1] as string;
  if (to !== undefined) return resolveRelease(to, TARGET_RELEASES) as string;
  const release = installed();
  // While the upgrade is under way, v2 may still be what is installed.
  return (release && resolveRelease(release, TARGET_RELEASES)) || newest;
}

/** v2 read its options through the prototype chain, as `config` objects have one. */
function otherOptions(settings: LegacyCorsSettings): Record<string, unknown> {
  const others: Record<string, unknown> = Object.create(null);
  for (const key in settings) {
    if (!CONSUMED.has(key) && key !== '__proto__') others[key] = (settings as Record<string, unknown>)[key];
  }
  return others;
}

/** @example pathText(['settings', 'origins', 1]) // 'origins[1]' */
function pathText([argument, ...path]: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text.slice(1) || String(argument);
}
