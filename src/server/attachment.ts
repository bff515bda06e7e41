import type { ServerOptions } from 'socket.io';
import type { ParsedSettings } from '../legacy/settings.js';
import type { PreflightHandler } from '../policy/policy.js';
import { translateParsed } from '../translate.js';
import { type Warn, warningOf } from '../warnings/warn.js';
import type { Warning } from '../warnings/warning.js';
import { engineOptions, readAtAttach } from './engine-options.js';
import { handshakeCheck } from './handshake-check.js';
import { preflightHandlerOf } from './preflight-handling.js';
import type { ReportAll } from './reporter.js';

/** What attaching to one HTTP server takes. */
export interface Attachment {
  /** For v4's `attach()`. They hold a check of their own where the app gave its `allowRequest`. */
  readonly options: Partial<ServerOptions>;
  /** What answers preflights, where v4 does not. */
  readonly preflightHandler: PreflightHandler | false | undefined;
  readonly warnings: readonly Warning[];
}

/**
 * Reads the settings that v2 took at `attach()`.
 *
 * @param report gets what the app's functions throw while serving
 */
export function attachmentOf(settings: ParsedSettings, report: ReportAll): Attachment {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));
  return {
    options: { ...engineOptions(settings.otherOptions, warn), ...ownCheck(settings, warnings, report) },
    preflightHandler: preflightHandlerOf(settings, warn),
    warnings,
  };
}

/** v2 let the app's `allowRequest` take the place of its check, for the HTTP server that it came with. */
function ownCheck(settings: ParsedSettings, warnings: Warning[], report: ReportAll): Partial<ServerOptions> {
  if (settings.allowRequest === undefined) return {};
  const own = translateParsed({ ...settings, handlePreflightRequest: undefined }, (warning) =>
    report([warning]),
  );
  warnings.push(...own.warnings);
  return handshakeCheck(() => own) as Partial<ServerOptions>;
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
