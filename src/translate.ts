import type { ServerOptions } from 'socket.io';
import type { Report } from './messages/emit.js';
import { type Warn, warningOf } from './messages/warn.js';
import type { Warning } from './messages/warning.js';
import type { Policy } from './origins/policy.js';
import { parseSettings } from './v2/parse.js';
import type { LegacyCorsSettings, ParsedSettings, TranslateOptions } from './v2/settings.js';
import { toPolicy } from './v2/to-policy.js';
import { serverOptions } from './v4/server-options.js';
import { installedSocketIo } from './v4/target.js';

/** What became of a v2 server's settings. */
export interface Translation {
  /** To be given to v4's `new Server(httpServer, options)`, or to Engine.IO 6's `attach(httpServer, options)`. */
  readonly options: Partial<ServerOptions>;
  /** What to know about the difference, and what to do. */
  readonly warnings: readonly Warning[];
  /** What the settings mean, as plain data: it can be printed and compared. */
  readonly policy: Policy;
}

/**
 * Translates the CORS settings of a Socket.IO v2 server to v4: `cors`, for what browsers may read, and
 * `allowRequest`, for who may connect, which v2's `origins` guarded over polling and WebSocket alike.
 *
 * @param settings the options object that the app gave Socket.IO v2; it is not changed
 * @param options the releases to translate between, and how faithfully
 * @returns v4's options, the warnings, and the policy between the two
 * @throws LegacySettingsError for what no v2 server accepted; its `issues` list all of it
 * @example
 * const { options, warnings } = translateCors({ origins: ['https://example.com:443'] }, { from: '^2.3.0' });
 * const io = new Server(httpServer, options);
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`; 2.4.0 and 2.0.4 for what they do differently
 */
export function translateCors(settings: LegacyCorsSettings, options: TranslateOptions = {}): Translation {
  return translateParsed(parseSettings(settings, options, installedSocketIo)); // what people wrote
}

/**
 * Translates settings that have been parsed; the drop-in server parses its own.
 *
 * @param report gets what the app's functions throw while serving
 * @param fixIn whether fixes speak of v2 settings, or of v4 source code that the settings became
 */
export function translateParsed(
  parsed: ParsedSettings,
  report?: Report,
  fixIn: 'settings' | 'source' = 'settings',
): Translation {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject, fixIn));

  const policy = toPolicy(parsed, warn); // what v2 meant
  const v4 = serverOptions(policy, parsed.otherOptions, warn, report); // what v4 needs

  return { options: v4, warnings, policy };
}
