import type { ServerOptions } from 'socket.io';
import type { Report } from './messages/emit.js';
import { settingsProblems } from './messages/settings-problems.js';
import type { Warning } from './messages/warn.js';
import { type Warn, warningOf } from './messages/warn.js';
import type { Policy } from './origins/policy.js';
import { parseSettings } from './v2/parse.js';
import type { LegacyCorsSettings, ParsedSettings, TranslateOptions } from './v2/settings.js';
import { toPolicy } from './v2/to-policy.js';
import { checkOptions, otherServerOptions } from './v4/server-options.js';
import { installedSocketIo } from './v4/target.js';

/** The settings of a v2 server, translated. */
export interface Translation {
  /** The options for v4's `new Server(httpServer, options)`, or for Engine.IO 6's `attach(httpServer, options)`. */
  readonly options: Partial<ServerOptions>;
  /** The differences from v2, each with what to do. */
  readonly warnings: readonly Warning[];
  /** The meaning of the settings, as plain data that can be printed and compared. A function stays a function. */
  readonly policy: Policy;
}

/**
 * Translates the CORS settings of a Socket.IO v2 server to v4: `cors`, which controls what browsers may read, and
 * `allowRequest`, which controls who may connect. v2's `origins` did both, over polling and WebSocket alike.
 *
 * @param settings the options object that the app gave Socket.IO v2; `null` and `undefined` mean none. It is not
 *   changed, and each option is read once
 * @param options the releases to translate between, and how faithfully
 * @returns v4's options, the warnings, and the policy between the two
 * @throws LegacySettingsError for settings that no v2 server accepted; its `issues` list all of them
 * @example
 * const { options, warnings } = translateCors({ origins: ['https://example.com:443'] }, { from: '^2.3.0' });
 * const io = new Server(httpServer, options);
 * @see Socket.IO 2.5.1, lib/index.js, `Server#checkRequest`; and 2.4.0 and 2.0.4 for what they do differently
 */
export function translateCors(
  settings: LegacyCorsSettings | null | undefined,
  options?: TranslateOptions | null,
): Translation {
  const translation = translateParsed(parseSettings(settings, options ?? {}, installedSocketIo));
  // `new Server(httpServer, translateCors(…))` would get no options, so that any page could open a WebSocket. Every release
  // of v3 and v4, and Engine.IO, reads `path` at the start.
  return Object.defineProperty(translation, 'path', { get: refuseWholeTranslation });
}

function refuseWholeTranslation(): never {
  throw new TypeError(settingsProblems.wholeTranslation);
}

/**
 * Translates validated settings.
 *
 * @param fixIn whether remedies speak of v2 settings, or of v4 source code that the settings became
 */
export function translateParsed(parsed: ParsedSettings, fixIn?: 'settings' | 'source'): Translation {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject, fixIn));

  const policy = toPolicy(parsed, warn); // what v2 meant
  const check = checkOptions(policy, parsed, warn); // what v4 needs
  const others = otherServerOptions(parsed, warn); // v2's other options

  return { options: { ...others, ...check }, warnings, policy };
}

/**
 * Translates only the check of origins, for a server that takes care of its other options itself.
 *
 * @param report gets what the app's functions throw while serving
 */
export function translateCheck(parsed: ParsedSettings, report?: Report): Translation {
  const warnings: Warning[] = [];
  const warn: Warn = (code, args, subject) => warnings.push(warningOf(code, args, subject));

  const policy = toPolicy(parsed, warn);
  return { options: checkOptions(policy, parsed, warn, report), warnings, policy };
}
