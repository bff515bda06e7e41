import { describeError, type Entry } from './message.js';
import { catalogue, type SettingsCode, type WarningArgs, type WarningCode } from './settings.js';
import type { Warning } from './warning.js';

/** Collects a warning. */
export type Warn = <Code extends SettingsCode>(code: Code, args: WarningArgs<Code>, subject?: string) => void;

/**
 * Builds a warning from the catalogue.
 *
 * @param subject the setting or entry it is about, such as `origins[0]: "https://example.com"`
 */
export function warningOf<Code extends SettingsCode>(
  code: Code,
  args: WarningArgs<Code>,
  subject?: string,
  fixIn?: 'settings' | 'source',
): Warning {
  return warningWith(catalogue[code], code, args, subject, fixIn);
}

/**
 * Builds a warning from the texts of its code.
 *
 * @param fixIn whether the reader has v2 settings, or v4 source code that they became
 */
export function warningWith<Code extends WarningCode>(
  texts: Pick<Entry<never>, keyof Entry<never>>,
  code: Code,
  args: WarningArgs<Code>,
  subject: string | undefined,
  fixIn: 'settings' | 'source' = 'settings',
): Warning {
  // TypeScript cannot see that the entry and the arguments belong to one code.
  const { severity, effect, message, remedy, remedyInSource = remedy } = texts as Entry<unknown>;
  const warning = {
    code,
    severity,
    effect,
    message: message(args),
    remedy: (fixIn === 'source' ? remedyInSource : remedy)(args),
    docs: docsOf(code),
  };
  return subject === undefined ? warning : { ...warning, subject };
}

/** The warning that a function of the app threw, or that its promise was rejected. */
export function appFunctionFailed(name: WarningArgs<'APP_FUNCTION_FAILED'>['name'], error: unknown): Warning {
  return warningOf('APP_FUNCTION_FAILED', { name, error: describeError(error) }, name);
}

/**
 * Where a code is documented, in a file that ships with the package.
 *
 * @example docsOf('ORIGIN_NEVER_MATCHED') // 'docs/codes.md#origin_never_matched'
 */
export const docsOf = (code: string): string => `docs/codes.md#${code.toLowerCase()}`;

/** The command that explains a code in a terminal. */
export const explainCommand = (code: string): string => `npx socket.io-cors-compat explain ${code}`;
