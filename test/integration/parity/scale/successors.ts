import { migrateSource } from '../../../../src/codemod/index.js';
import {
  type LegacyCorsSettings,
  type TranslateOptions,
  translateCors,
  type Warning,
} from '../../../../src/index.js';
import { dropInOn } from '../../server/drop-in-on.js';
import { exactVersion, type LegacyRelease, loadLegacy, loadModern, type ModernRelease } from '../releases.js';
import type { GeneratedConfiguration } from './generated-configuration.js';
import type { LegacyProgram } from './legacy-program.js';
import type { Place } from './place.js';
import { runAt } from './run-at.js';

/** The servers that can replace a v2 server. */
export const SUCCESSORS = ['translator', 'drop-in', 'migrated'] as const;
export type Successor = (typeof SUCCESSORS)[number];

/** A running successor, and the warnings about it. */
export interface Started {
  readonly warnings: readonly Warning[];
  /** The protocols that its clients speak, in turns. The drop-in also speaks v2's. */
  readonly protocols: readonly [3 | 4, ...(3 | 4)[]];
  /** The code that runs, if it is not the original program. */
  readonly code?: string;
}

const QUIET = { serveClient: false };

export function startOriginal(place: Place, program: LegacyProgram, release: LegacyRelease): void {
  runAt(place, program, loadLegacy(release), QUIET);
}

/** Starts a successor of a program; undefined if it needs manual review. */
export async function startSuccessor(
  successor: Successor,
  place: Place,
  configuration: GeneratedConfiguration,
  program: LegacyProgram,
  to: ModernRelease,
): Promise<Started | undefined> {
  const { semantics, missingOrigin } = configuration;
  const options = { from: exactVersion(configuration.from), to: exactVersion(to), semantics, missingOrigin };
  switch (successor) {
    case 'translator': {
      const translation = translateCors(settingsOf(configuration), options);
      place.clear();
      const { engine } = new (loadModern(to).Server)(place.httpServer, { ...translation.options, ...QUIET });
      place.occupy(engine);
      return { warnings: translation.warnings, protocols: [4] };
    }
    case 'drop-in': {
      const warnings: Warning[] = [];
      const onWarning = (warning: Warning) => warnings.push(warning);
      runAt(place, program, await dropInOn(to), { ...QUIET, corsCompat: { ...options, onWarning } });
      return { warnings: [...warnings, ...toldBefore(warnings, configuration, options)], protocols: [3, 4] };
    }
    case 'migrated': {
      const { code, findings, failure } = migrateSource(program.code, { filename: 'server.js', ...options });
      if (failure) throw new Error(`${failure.message}\n${program.code}`);
      if (findings.some(({ action }) => action === 'manual')) return undefined;
      runAt(place, { ...program, code }, loadModern(to), QUIET);
      return { warnings: findings, protocols: [4], code };
    }
  }
}

/**
 * The drop-in reports each code once, so the warning about a later `io.origins()` may have been reported for an earlier
 * setting.
 */
function toldBefore(
  told: readonly Warning[],
  configuration: GeneratedConfiguration,
  options: TranslateOptions,
): Warning[] {
  const codes = new Set(told.map(({ code }) => code));
  return translateCors(settingsOf(configuration), options).warnings.filter(({ code }) => codes.has(code));
}

function settingsOf({ origins, calls, handler, allowRequest }: GeneratedConfiguration): LegacyCorsSettings {
  return {
    ...(origins === undefined ? {} : { origins: origins.value }),
    ...(calls.length === 0 ? {} : { originsCalls: calls.map(({ value }) => value) }),
    ...(handler === undefined ? {} : { handlePreflightRequest: handler.value }),
    ...(allowRequest === undefined ? {} : { allowRequest: allowRequest.value }),
  } as LegacyCorsSettings;
}
