import type { ServerOptions } from 'socket.io';
import { settingsProblems } from '../messages/settings-problems.js';
import { type Warn, warningOf } from '../messages/warn.js';
import type { Warning } from '../messages/warning.js';
import type { PreflightHandler } from '../origins/policy.js';
import { describe } from '../v2/describe.js';
import { LegacySettingsError } from '../v2/legacy-settings-error.js';
import type { ParsedSettings } from '../v2/settings.js';
import { engineOptions, readAtAttach } from './engine-options.js';
import { preflightHandlerOf } from './preflight-handling.js';

/** What attaching to one HTTP server takes, beside its check. */
export interface Attachment {
  /** For v4's `attach()`. */
  readonly options: Partial<ServerOptions>;
  /** What answers preflights, where v4 does not. */
  readonly preflightHandler: PreflightHandler | false | undefined;
  readonly warnings: readonly Warning[];
}

/** Reads the settings that v2 took at `attach()`. */
export function attachmentOf(settings: ParsedSettings): Attachment {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));
  return {
    options: engineOptions(settings.otherOptions, warn),
    preflightHandler: preflightHandlerOf(settings, warn),
    warnings,
  };
}

/**
 * The settings of a uWebSockets.js app, which v2 did not know: those of the constructor count, and win, as on v4.
 *
 * @throws LegacySettingsError for `handlePreflightRequest`, which such an app has no listeners for
 */
export function appSettings(constructed: ParsedSettings, given: ParsedSettings): ParsedSettings {
  const handler = constructed.handlePreflightRequest ?? given.handlePreflightRequest;
  if (handler !== undefined) {
    const message = settingsProblems.uWebSocketsPreflight(describe(handler));
    throw new LegacySettingsError([{ path: 'handlePreflightRequest', message }]);
  }
  return {
    ...constructed,
    otherOptions: { ...given.otherOptions, ...constructed.otherOptions },
    allowRequest: constructed.allowRequest ?? given.allowRequest,
  };
}

/** The path that Engine.IO compares requests with: it ends in a slash, unless v4's option says otherwise. */
export function enginePath(path: string, { addTrailingSlash }: Partial<ServerOptions>): string {
  return path.replace(/\/$/, '') + (addTrailingSlash === false ? '' : '/');
}

/** Warns of the settings that v2 did not look at when it was attached after its construction. */
export function ignoredByAttach(
  options: { readonly origins?: unknown } | undefined,
  attached: ParsedSettings,
  constructed: ParsedSettings,
): Warning[] {
  const read = new Set(readAtAttach(attached));
  const names = readAtAttach(constructed).filter((name) => !read.has(name));
  return [
    ...(options?.origins ? [warningOf('ATTACH_ORIGINS_IGNORED', {}, 'origins')] : []),
    ...(names.length > 0
      ? [warningOf('CONSTRUCTOR_OPTIONS_IGNORED_BY_ATTACH', { names }, names.join(', '))]
      : []),
  ];
}
